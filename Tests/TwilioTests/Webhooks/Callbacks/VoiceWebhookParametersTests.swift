// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct VoiceWebhookParametersTests {
    private static let call = "CA0123456789abcdef0123456789ABCDEF"
    private static let account = "AC0123456789abcdef0123456789abcdef"

    private func form(_ more: FormParameters = [:]) -> FormParameters {
        var form: FormParameters = [
            "CallSid": Self.call, "AccountSid": Self.account, "From": "+14155551234", "To": "+14155550000",
            "CallStatus": "ringing", "ApiVersion": "2010-04-01", "Direction": "inbound",
        ]
        for field in more {
            form.append(field)
        }
        return form
    }

    @Test func readsTheFirstWebhookOfACall() throws {
        let parameters = try VoiceWebhookParameters(
            self.form(["ForwardedFrom": "anonymous", "CallerName": "ACME", "StirVerstat": "TN-Validation-Passed-A"])
        )
        #expect(parameters.callSID.description == Self.call)
        #expect(parameters.accountSID.description == Self.account)
        #expect(parameters.from == .e164("+14155551234"))
        #expect(parameters.to.callableNumber == "+14155550000")
        #expect(parameters.callStatus == .ringing)
        #expect(!parameters.callStatus.isTerminal)
        #expect(parameters.direction == .inbound)
        #expect(parameters.apiVersion == "2010-04-01")
        #expect(parameters.forwardedFrom == .withheld)
        #expect(parameters.callerName == "ACME")
        #expect(parameters.stirVerification == "TN-Validation-Passed-A")
        #expect(parameters.parentCallSID == nil)
        #expect(parameters.digits == nil)
        #expect(parameters.confidence == nil)
    }

    @Test func readsInputRecordingsAndDials() throws {
        let parameters = try VoiceWebhookParameters(
            self.form([
                "Digits": "12", "FinishedOnKey": "#", "SpeechResult": "opening hours", "Confidence": "0.91",
                "RecordingSid": "RE0123456789abcdef0123456789abcdef", "RecordingUrl": "https://api.twilio.com/r",
                "RecordingDuration": "7", "RecordingStatus": "completed", "DialCallStatus": "no-answer",
                "DialCallSid": Self.call, "DialCallDuration": "0", "DialBridged": "false", "New": "kept",
            ])
        )
        #expect(parameters.digits == "12")
        #expect(parameters.finishedOnKey == "#")
        #expect(parameters.speechResult == "opening hours")
        #expect(parameters.confidence == 0.91)
        #expect(parameters.recordingSID != nil)
        #expect(parameters.recordingURL == "https://api.twilio.com/r")
        #expect(parameters.recordingDuration == .seconds(7))
        #expect(parameters.recordingStatus == "completed")
        #expect(parameters.dialCallStatus == .noAnswer)
        #expect(parameters.dialCallStatus?.wasConnected == false)
        #expect(parameters.dialCallSID?.description == Self.call)
        #expect(parameters.dialCallDuration == .zero)
        #expect(parameters.dialBridged == false)
        #expect(parameters.form["New"] == "kept")
    }

    @Test func readsCallbacks() throws {
        let parameters = try VoiceWebhookParameters(
            self.form([
                "CallDuration": "61", "SequenceNumber": "3", "Timestamp": "Fri, 20 Aug 2010 01:13:42 +0000",
                "CallbackSource": "call-progress-events", "SipResponseCode": "487", "AnsweredBy": "human",
                "ErrorCode": "11200", "ErrorUrl": "https://e", "StreamSid": "MZ0123456789abcdef0123456789abcdef",
                "StreamEvent": "stream-error", "StreamError": "x",
            ])
        )
        #expect(parameters.callDuration == .seconds(61))
        #expect(parameters.sequenceNumber == 3)
        #expect(parameters.timestamp == "Fri, 20 Aug 2010 01:13:42 +0000")
        #expect(parameters.callbackSource == "call-progress-events")
        #expect(parameters.sipResponseCode == 487)
        #expect(parameters.answeredBy == "human")
        #expect(parameters.errorCode == 11_200)
        #expect(parameters.errorURL == "https://e")
        #expect(parameters.streamSID != nil)
        #expect(parameters.streamEvent == "stream-error")
        #expect(parameters.streamError == "x")
    }

    @Test(arguments: ["NaN", "1.5", "-1", "1e999", "", "abc", "inf"])
    func ignoresNumbersThatAreNone(text: String) throws {
        let parameters = try VoiceWebhookParameters(
            self.form([
                "Confidence": text, "RecordingDuration": text + "x", "SequenceNumber": text, "CallDuration": text,
            ])
        )
        #expect(parameters.confidence == nil)
        #expect(parameters.recordingDuration == nil)
        #expect(parameters.sequenceNumber == nil)
        #expect(parameters.callDuration == nil)
    }

    @Test(arguments: ["CallSid", "AccountSid", "CallStatus"])
    func demandsWhatEveryRequestHas(name: String) {
        let without = FormParameters(self.form().filter { $0.name != name })
        let error = #expect(throws: TwilioError.self) { try VoiceWebhookParameters(without) }
        #expect(error?.code == .invalidParameter)
        var empty = without
        empty.append(name, "")
        #expect(throws: TwilioError.self) { try VoiceWebhookParameters(empty) }
        #expect(error?.message.contains(name) == true)
    }

    @Test func aMissingCallerIsAWithheldOne() throws {
        let form = FormParameters(self.form().filter { $0.name != "From" })
        #expect(try VoiceWebhookParameters(form).from == .withheld)
    }

    @Test func knowsWhichStatesAreFinal() {
        let final: [CallStatus] = [.completed, .busy, .failed, .noAnswer, .canceled]
        #expect(final.filter { !$0.isTerminal }.isEmpty)
        let open: [CallStatus] = [.queued, .initiated, .ringing, .inProgress, "something-new", "Completed"]
        #expect(open.filter { $0.isTerminal }.isEmpty)
    }
}
