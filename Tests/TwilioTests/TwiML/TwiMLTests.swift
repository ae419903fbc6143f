// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct TwiMLTests {
    private static let declaration = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"

    private func xml(_ response: Response) -> String {
        let text = response.document.description
        #expect(text.hasPrefix(Self.declaration))
        return String(text.dropFirst(Self.declaration.count))
    }

    @Test func beginsWithTheDeclarationAtTheFirstByte() {
        #expect(Response {}.document.bytes.starts(with: Self.declaration.utf8))
        #expect(self.xml(Response {}) == "<Response/>")
    }

    /// The example of the documentation page "TwiML Voice: <Stream>".
    @Test func connectsAStreamWithParametersAndGoesOn() {
        let response = Response {
            Connect(action: "https://voice.example.com/after?c=1&k=v") {
                Stream(url: "wss://voice.example.com/media/3f9c") {
                    Parameter(name: "token", value: "eyJ")
                }
            }
            Say("Goodbye.")
        }
        #expect(
            self.xml(response)
                == #"<Response><Connect action="https://voice.example.com/after?c=1&amp;k=v">"#
                + #"<Stream url="wss://voice.example.com/media/3f9c"><Parameter name="token" value="eyJ"/></Stream>"#
                + "</Connect><Say>Goodbye.</Say></Response>"
        )
    }

    @Test func writesTheSmallVerbs() {
        let response = Response {
            Pause(length: .seconds(2))
            Pause()
            Play("https://example.com/a.wav", loop: 0)
            Play(digits: "ww12#")
            Redirect("/next", method: .post)
            Hangup()
        }
        #expect(
            self.xml(response)
                == #"<Response><Pause length="2"/><Pause/><Play loop="0">https://example.com/a.wav</Play>"#
                + ##"<Play digits="ww12#"/><Redirect method="POST">/next</Redirect><Hangup/></Response>"##
        )
    }

    @Test func writesAllAttributesOfGatherInTheOrderOfTheDocumentation() {
        let response = Response {
            Gather(
                action: "/g",
                method: .get,
                input: .dtmfOrSpeech,
                timeout: .milliseconds(2_500),
                speechTimeout: .automatic,
                maxSpeechTime: .seconds(30),
                finishOnKey: "",
                numDigits: 4,
                language: .deDE,
                hints: ["table for two", "opening, hours"],
                speechModel: .phoneCall,
                enhanced: true,
                profanityFilter: false,
                bargeIn: true,
                partialResultCallback: "/p",
                partialResultCallbackMethod: .post,
                actionOnEmptyResult: true
            ) {
                Say("Yes?", voice: .pollyNeural("Vicki"), language: .deDE, loop: 2)
                Play("/beep.wav")
                Pause()
            }
        }
        #expect(
            self.xml(response)
                == #"<Response><Gather action="/g" method="GET" input="dtmf speech" timeout="3" speechTimeout="auto""#
                + #" maxSpeechTime="30" finishOnKey="" numDigits="4" language="de-DE""#
                + #" hints="table for two,opening  hours" speechModel="phone_call" enhanced="true""#
                + #" profanityFilter="false" bargeIn="true" partialResultCallback="/p""#
                + #" partialResultCallbackMethod="POST" actionOnEmptyResult="true">"#
                + #"<Say voice="Polly.Vicki-Neural" language="de-DE" loop="2">Yes?</Say><Play>/beep.wav</Play><Pause/>"#
                + "</Gather></Response>"
        )
    }

    @Test func writesAtMostFiveHundredHints() {
        let response = Response { Gather(hints: (0..<600).map { "h\($0)" }) }
        #expect(self.xml(response).contains(",h499\""))
        #expect(!self.xml(response).contains("h500"))
    }

    @Test func writesAllAttributesOfRecord() {
        let response = Response {
            Record(
                action: "/r",
                method: .post,
                timeout: .zero,
                finishOnKey: "#",
                maxLength: .seconds(120),
                playBeep: false,
                trim: .doNotTrim,
                recordingStatusCallback: "https://example.com/rs",
                recordingStatusCallbackMethod: .post,
                recordingStatusCallbackEvent: [.inProgress, .completed, .absent],
                transcribe: false,
                transcribeCallback: "/t",
                recordingConfigurationId: "x"
            )
        }
        #expect(
            self.xml(response)
                == ##"<Response><Record action="/r" method="POST" timeout="0" finishOnKey="#" maxLength="120""##
                + #" playBeep="false" trim="do-not-trim" recordingStatusCallback="https://example.com/rs""#
                + #" recordingStatusCallbackMethod="POST" recordingStatusCallbackEvent="in-progress completed absent""#
                + #" transcribe="false" transcribeCallback="/t" recordingConfigurationId="x"/></Response>"#
        )
    }

    @Test func dialsANumber() {
        let response = Response {
            Dial("+14155551234", timeout: .seconds(20), answerOnBridge: true)
            Dial(callerId: "+14155550000", record: .fromAnswerDual, ringTone: .de, sequential: true) {
                Number(
                    "+14155551234",
                    sendDigits: "ww1",
                    statusCallbackEvent: [.initiated, .answered],
                    machineDetection: .detectMessageEnd,
                    machineDetectionTimeout: .seconds(10),
                    machineDetectionSilenceTimeout: .seconds(3)
                )
                for number in ["+1415", "+1416"] {
                    Number(number)
                }
            }
        }
        #expect(
            self.xml(response)
                == #"<Response><Dial timeout="20" answerOnBridge="true"><Number>+14155551234</Number></Dial>"#
                + #"<Dial callerId="+14155550000" record="record-from-answer-dual" ringTone="de" sequential="true">"#
                + #"<Number sendDigits="ww1" statusCallbackEvent="initiated answered""#
                + #" machineDetection="DetectMessageEnd" machineDetectionTimeout="10""#
                + #" machineDetectionSilenceTimeout="3000">+14155551234</Number>"#
                + "<Number>+1415</Number><Number>+1416</Number></Dial></Response>"
        )
    }

    @Test func rejectsAlone() {
        #expect(
            self.xml(Response { Reject(reason: .busy) }) == #"<Response><Reject reason="busy"/></Response>"#
        )
        #expect(self.xml(Response { Reject() }) == "<Response><Reject/></Response>")
    }

    @Test(arguments: [true, false]) func takesChoicesAndLoops(isOpen: Bool) {
        let goodbye: Say? = isOpen ? nil : Say("Bye")
        let response = Response {
            if isOpen {
                Say("open")
            } else {
                Say("closed")
            }
            for word in ["a", "b"] {
                Say(word)
            }
            if let goodbye {
                goodbye
            }
            Connect {
                if isOpen {
                    Stream(url: "wss://a")
                } else {
                    Stream(url: "wss://b")
                }
            }
        }
        let middle = "<Say>a</Say><Say>b</Say>"
        #expect(
            self.xml(response)
                == (isOpen
                    ? #"<Response><Say>open</Say>\#(middle)<Connect><Stream url="wss://a"/></Connect></Response>"#
                    : #"<Response><Say>closed</Say>\#(middle)<Say>Bye</Say><Connect><Stream url="wss://b"/></Connect>"#
                        + "</Response>")
        )
    }

    @Test(arguments: [
        (Duration.milliseconds(1), "1"), (.seconds(1), "1"), (.milliseconds(1_001), "2"), (.zero, "0"),
        (.seconds(-5), "0"), (.seconds(Int64.max), "9223372036854775807"),
        (.seconds(Int64.max) + .milliseconds(1), "9223372036854775807"),
    ])
    func roundsDurationsUpToSeconds(duration: Duration, text: String) {
        #expect(self.xml(Response { Pause(length: duration) }) == #"<Response><Pause length="\#(text)"/></Response>"#)
    }

    @Test func takesWordsThatDoNotExistYet() {
        let response = Response { Say("x", voice: "Polly.Nobody-2030", language: "tlh") }
        #expect(self.xml(response).contains(#"voice="Polly.Nobody-2030" language="tlh""#))
    }

    @Test func takesVerbsOfOthers() {
        struct Echo: Verb {
            var node: TwiMLNode { TwiMLNode("Echo") }
        }
        #expect(self.xml(Response { Echo() }) == "<Response><Echo/></Response>")
    }

    @Test func equalResponsesGiveEqualBytes() {
        let make = { Response { Gather(action: "/a", numDigits: 1) { Say("x") } } }
        #expect(make().document == make().document)
        #expect(make().document.isWithinLimit)
        #expect(!Response { Say(String(repeating: "&", count: 20_000)) }.document.isWithinLimit)
    }
}
