// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct TwiMLAttributeTests {
    @Test(arguments: [
        (Voice.alice, "alice"), (.man, "man"), (.woman, "woman"), (.polly("Joanna"), "Polly.Joanna"),
        (.pollyNeural("Vicki"), "Polly.Vicki-Neural"), (.pollyGenerative("Ruth"), "Polly.Ruth-Generative"),
        (.google("de-DE-Chirp3-HD-Kore"), "Google.de-DE-Chirp3-HD-Kore"),
    ])
    func namesVoicesLikeTwilio(voice: Voice, name: String) {
        #expect(voice.rawValue == name)
    }

    @Test(arguments: [
        (SpeechTimeout.automatic, "auto"), (.after(.seconds(3)), "3"), (.after(.milliseconds(1_200)), "2"),
        (.after(.seconds(-1)), "0"), (.after(.zero), "0"),
    ])
    func writesSpeechTimeouts(timeout: SpeechTimeout, text: String) {
        #expect(timeout.rawValue == text)
    }

    @Test func writesAllAttributesOfDial() {
        let document = Response {
            Dial(
                action: "/d",
                method: .post,
                timeout: .seconds(15),
                timeLimit: .seconds(600),
                hangupOnStar: true,
                callerId: "+14155550000",
                callReason: "your table",
                record: .fromRinging,
                trim: .trimSilence,
                recordingTrack: .inbound,
                recordingStatusCallback: "https://e/r",
                recordingStatusCallbackMethod: .get,
                recordingStatusCallbackEvent: [.completed],
                answerOnBridge: false,
                ringTone: .usOld,
                sequential: false,
                referUrl: "/refer",
                referMethod: .post,
                events: .callProgress,
                passports: "p",
                recordingConfigurationId: "c"
            ) {
                if true as Bool {
                    Number(
                        "+1415",
                        url: "/whisper",
                        method: .post,
                        statusCallback: "/s",
                        statusCallbackMethod: .post,
                        byoc: "b"
                    )
                } else {
                    Number("+1416")
                }
                if false as Bool {
                    Number("+1417")
                }
                [Number("+1418", amdStatusCallback: "/amd", amdStatusCallbackMethod: .get)]
            }
        }.document.description
        let expected =
            #"<Dial action="/d" method="POST" timeout="15" timeLimit="600" hangupOnStar="true" callerId="+14155550000""#
            + #" callReason="your table" record="record-from-ringing" trim="trim-silence" recordingTrack="inbound""#
            + #" recordingStatusCallback="https://e/r" recordingStatusCallbackMethod="GET""#
            + #" recordingStatusCallbackEvent="completed" answerOnBridge="false" ringTone="us-old" sequential="false""#
            + #" referUrl="/refer" referMethod="POST" events="call-progress-event" passports="p""#
            + #" recordingConfigurationId="c"><Number url="/whisper" method="POST" statusCallback="/s""#
            + #" statusCallbackMethod="POST" byoc="b">+1415</Number>"#
            + #"<Number amdStatusCallback="/amd" amdStatusCallbackMethod="GET">+1418</Number></Dial>"#
        #expect(document.hasSuffix("<Response>\(expected)</Response>"))
    }

    @Test func writesSpeechModelsAndLanguages() {
        #expect(SpeechModel.default.rawValue == "default")
        #expect(SpeechModel.deepgramNova3.rawValue == "deepgram_nova-3")
        #expect(SpeechLanguage.cmnCN.rawValue == "cmn-CN")
        #expect(SpeechLanguage.enGBWLS.rawValue == "en-GB-WLS")
        #expect(RingTone.in.rawValue == "in")
    }
}
