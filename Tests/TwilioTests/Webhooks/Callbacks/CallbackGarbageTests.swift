// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

/// What every type does with a form that lacks something or makes no sense.
@Suite struct CallbackGarbageTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var form: FormParameters
        var demanded: [String]
        var read: @Sendable (FormParameters) throws -> FormParameters

        init<Callback: TwilioCallback>(_ kind: Callback.Type, _ more: FormParameters = [:]) {
            self.testDescription = "\(kind)"
            self.form = CallbackForm.make(more)
            self.demanded = ["CallSid", "AccountSid"] + more.map(\.name)
            self.read = { try kind.init($0).form }
        }
    }

    static let kinds = [
        Kind(CallStatusCallback.self, ["CallStatus": "ringing"]),
        Kind(
            StreamStatusCallback.self,
            ["StreamSid": "MZ" + CallbackForm.digits, "StreamEvent": "stream-started"]
        ),
        Kind(GatherResult.self), Kind(PartialSpeechResult.self), Kind(RecordResult.self), Kind(ConnectResult.self),
        Kind(DialResult.self, ["DialCallStatus": "busy"]), Kind(EnqueueResult.self, ["QueueResult": "leave"]),
        Kind(QueueWaitRequest.self, ["QueueSid": "QU" + CallbackForm.digits]),
        Kind(QueueWhisperRequest.self, ["QueueSid": "QU" + CallbackForm.digits]),
        Kind(ReferResult.self, ["ReferCallStatus": "failed"]), Kind(PayResult.self, ["Result": "success"]),
        Kind(AnsweringMachineCallback.self, ["AnsweredBy": "human"]),
        Kind(
            ConversationRelayResult.self,
            ["SessionId": "VX" + CallbackForm.digits, "SessionStatus": "completed"]
        ),
        Kind(FallbackRequest.self, ["ErrorCode": "11200"]),
        Kind(
            TranscriptionCallback.self,
            ["TranscriptionSid": "GT" + CallbackForm.digits, "TranscriptionEvent": "transcription-stopped"]
        ),
        Kind(
            RecordTranscriptionCallback.self,
            ["TranscriptionSid": "TR" + CallbackForm.digits, "TranscriptionStatus": "failed"]
        ),
    ]

    @Test(arguments: kinds) func namesWhatIsMissingOrEmpty(_ kind: Kind) throws {
        #expect(try kind.read(kind.form) == kind.form)
        for name in kind.demanded {
            for form in [
                CallbackForm.without(name, in: kind.form), CallbackForm.setting(name, "", in: kind.form),
            ] {
                let error = #expect(throws: TwilioError.self) { try kind.read(form) }
                #expect(error?.code == .invalidParameter)
                #expect(error?.message.contains(name) == true)
            }
        }
    }

    @Test(arguments: kinds) func refusesSIDsOfAnotherKind(_ kind: Kind) throws {
        for name in kind.demanded where name.hasSuffix("Sid") || name == "SessionId" {
            for wrong in ["XX" + CallbackForm.digits, "CA", "<script>", "CA" + CallbackForm.digits + "\n"] {
                #expect(throws: TwilioError.self) {
                    try kind.read(CallbackForm.setting(name, wrong, in: kind.form))
                }
            }
        }
    }

    @Test(arguments: kinds) func keepsWhatItDoesNotKnow(_ kind: Kind) throws {
        var form = kind.form
        form.append("Unheard", "of\r\n\u{202E}")
        form.append("CallSid", "a second one")
        #expect(try kind.read(form)["Unheard"] == "of\r\n\u{202E}")
        #expect(try kind.read(form).values(of: "CallSid") == [CallbackForm.call, "a second one"])
    }

    @Test(arguments: ["abc", "-1", "1e9", "99999999999999999999", "1.5", " 1", "٣", "NaN", "\u{0}", "31536001"])
    func aNumberThatIsNoneIsAbsent(text: String) throws {
        var form = CallbackForm.make(["CallStatus": "completed", "CallDuration": text, "Timestamp": text])
        form.append("Confidence", text == "1e9" ? "1.01" : text == "1.5" ? "inf" : text)
        let callback = try CallStatusCallback(form)
        #expect(callback.callDuration == nil)
        #expect(callback.timestamp == nil)
        #expect(try GatherResult(form).confidence == nil)
        #expect(callback.form["CallDuration"] == text)
    }
}
