// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct TwiMLBuilderTests {
    private func xml(_ response: Response) -> Substring {
        response.document.description.split(separator: "\n", maxSplits: 1)[1]
    }

    @Test(arguments: [true, false]) func takesEveryStatementInEveryBlock(flag: Bool) {
        let response = Response {
            if #available(macOS 26, *) { Echo() }
            if flag { Say("a") } else { Say("b") }
            switch flag {
            case true: Pause()
            case false: Leave()
            }
            Say {
                for word in ["x", "y"] { SSML.Word(word) }
                if #available(macOS 26, *) { "z" }
                if flag { SSML.Break() } else { "none" }
            }
            Dial { (1...2).map { Number("+\($0)") } }
        }
        let start = flag ? "<Echo/><Say>a</Say><Pause/>" : "<Echo/><Say>b</Say><Leave/>"
        let words = "<w>x</w><w>y</w>z" + (flag ? "<break/>" : "none")
        #expect(
            self.xml(response)
                == "<Response>\(start)<Say>\(words)</Say><Dial><Number>+1</Number><Number>+2</Number></Dial></Response>"
        )
    }

    @Test func addsAndReplacesAttributes() {
        let response = Response {
            Say("a", loop: 2).attribute("loop", "3").attribute("mood", "<\"happy\">")
            Dial { Number("+1").attribute("x", "1") }
            Say { SSML.Break().attribute("time", "1min") }
        }
        #expect(
            self.xml(response)
                == #"<Response><Say loop="3" mood="&lt;&quot;happy&quot;&gt;">a</Say>"#
                + #"<Dial><Number x="1">+1</Number></Dial><Say><break time="1min"/></Say></Response>"#
        )
    }

    @Test func knowsItsTextWithoutInstructions() {
        var say = Say(voice: .alice) {
            "a ";
            SSML.Emphasis {
                "b"; SSML.Break(); " c"
            }
        }
        #expect(say.text == "a b c")
        say.text = "d"
        #expect(self.xml(Response { say }) == #"<Response><Say voice="alice">d</Say></Response>"#)
    }

    @Test func writesNumbersAndListsOfNumbers() {
        let relay = Response { Connect { ConversationRelay(url: "wss://a", eagerEotThreshold: 0.35) } }
        #expect(self.xml(relay).contains(#"eagerEotThreshold="0.35""#))
        let pay = Response { Pay { Prompt(attempt: [1, 2, 3]) {} } }
        #expect(self.xml(pay).contains(#"<Prompt attempt="1 2 3"/>"#))
    }
}
