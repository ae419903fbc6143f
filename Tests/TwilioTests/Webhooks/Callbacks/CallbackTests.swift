// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Twilio

/// The parameters are those of Twilio's pages named at each type.
@Suite struct CallbackTests {
    private func form(_ more: FormParameters) -> FormParameters { CallbackForm.make(more) }

    @Test func readsAFinalStatusCallback() throws {
        let callback = try CallStatusCallback(
            self.form([
                "CallStatus": "no-answer", "CallDuration": "75", "Duration": "2", "SequenceNumber": "3",
                "Timestamp": "Fri, 20 Aug 2010 01:13:42 +0000", "CallbackSource": "call-progress-events",
                "SipResponseCode": "487", "StirStatus": "B", "From": "+14155551234", "To": "client:alice",
                "Direction": "outbound-api", "RecordingSid": "RE" + CallbackForm.digits,
                "RecordingUrl": "https://api.twilio.com/x", "RecordingDuration": "70", "ErrorCode": "13227",
                "AnsweredBy": "machine_end_beep", "ParentCallSid": CallbackForm.call, "Tomorrow": "new",
            ])
        )
        #expect(callback.callSID.description == CallbackForm.call)
        #expect(callback.accountSID.description == CallbackForm.account)
        #expect(callback.callStatus == .noAnswer)
        #expect(callback.callStatus.isTerminal)
        #expect(callback.callDuration == .seconds(75))
        #expect(callback.billedMinutes == 2)
        #expect(callback.sequenceNumber == 3)
        #expect(callback.timestamp == Date(timeIntervalSince1970: 1_282_266_822))
        #expect(callback.source == "call-progress-events")
        #expect(callback.sipResponseCode == 487)
        #expect(callback.stirStatus == "B")
        #expect(callback.answeredBy == .machineEndBeep)
        #expect(callback.recordingSID?.description == "RE" + CallbackForm.digits)
        #expect(callback.recordingURL == "https://api.twilio.com/x")
        #expect(callback.recordingDuration == .seconds(70))
        #expect(callback.errorCode == 13_227)
        #expect(callback.parameters.from == .e164("+14155551234"))
        #expect(callback.parameters.to == .client("alice"))
        #expect(callback.parameters.direction == .outboundAPI)
        #expect(callback.parameters.parentCallSID == callback.callSID)
        #expect(callback.form["Tomorrow"] == "new")
    }

    @Test func readsStreamCallbacks() throws {
        let callback = try StreamStatusCallback(
            self.form([
                "StreamSid": "MZ" + CallbackForm.digits, "StreamName": "main", "StreamEvent": "stream-error",
                "StreamError": "31920", "Timestamp": "2024-05-01T12:00:00.123Z",
            ])
        )
        #expect(callback.streamSID.description == "MZ" + CallbackForm.digits)
        #expect(callback.streamName == "main")
        #expect(callback.event == .error)
        #expect(callback.error == "31920")
        #expect(callback.timestamp.map { TwilioTimestamp.iso8601($0) } == "2024-05-01T12:00:00.123Z")
    }

    @Test func readsWhatACallerSaysAndTypes() throws {
        let typed = try GatherResult(self.form(["Digits": "12*", "FinishedOnKey": "#"]))
        #expect(typed.digits == "12*")
        #expect(typed.finishedOnKey == "#")
        #expect(!typed.isEmpty)
        let said = try GatherResult(
            self.form(["SpeechResult": "two people", "Confidence": "0.91", "LanguageCode": "en-US"])
        )
        #expect(said.speechResult == "two people")
        #expect(said.confidence == 0.91)
        #expect(said.languageCode == "en-US")
        #expect(try GatherResult(self.form(["Digits": "", "SpeechResult": ""])).isEmpty)
        #expect(try GatherResult(self.form(["SpeechResult": "x", "Confidence": "NaN"])).confidence == nil)
        let partial = try PartialSpeechResult(
            self.form([
                "StableSpeechResult": "two", "UnstableSpeechResult": "peep", "Stability": "0.4", "SequenceNumber": "7",
            ])
        )
        #expect(partial.stableText == "two")
        #expect(partial.unstableText == "peep")
        #expect(partial.stability == 0.4)
        #expect(partial.sequenceNumber == 7)
    }

    @Test func readsRecordings() throws {
        let fields: FormParameters = [
            "RecordingSid": "RE" + CallbackForm.digits, "RecordingUrl": "https://x", "RecordingDuration": "9",
        ]
        var form = self.form(fields)
        form.append("Digits", "hangup")
        let result = try RecordResult(form)
        #expect(result.recordingSID?.description == "RE" + CallbackForm.digits)
        #expect(result.recordingURL == "https://x")
        #expect(result.duration == .seconds(9))
        #expect(result.hasHungUp)
        #expect(try !RecordResult(self.form(["Digits": "#"])).hasHungUp)
        for field in [
            ("RecordingStatus", "completed"), ("RecordingChannels", "2"), ("RecordingSource", "DialVerb"),
            ("RecordingStartTime", "Fri, 20 Aug 2010 01:13:42 +0000"), ("RecordingTrack", "both"), ("ErrorCode", "0"),
        ] {
            form.append(field.0, field.1)
        }
        let status = try RecordingStatusCallback(form)
        #expect(status.status == .completed)
        #expect(status.callSID?.description == CallbackForm.call)
        #expect(status.conferenceSID == nil)
        #expect(status.url == "https://x")
        #expect(status.duration == .seconds(9))
        #expect(status.channels == 2)
        #expect(status.startTime == Date(timeIntervalSince1970: 1_282_266_822))
        #expect(status.source == "DialVerb")
        #expect(status.track == "both")
        #expect(status.errorCode == 0)
        let conference = try RecordingStatusCallback([
            "AccountSid": CallbackForm.account, "ConferenceSid": "CF" + CallbackForm.digits,
            "RecordingSid": "RE" + CallbackForm.digits, "RecordingStatus": "absent",
        ])
        #expect(conference.status == .absent)
        #expect(conference.callSID == nil)
        #expect(conference.conferenceSID?.description == "CF" + CallbackForm.digits)
    }

    @Test func readsTranscriptions() throws {
        let fields: FormParameters = [
            "TranscriptionSid": "GT" + CallbackForm.digits, "TranscriptionEvent": "transcription-content",
            "TranscriptionData": #"{"transcript":"caf\u00e9 \"now\"","confidence":0.99}"#, "Final": "true",
            "SequenceId": "4", "Timestamp": "2024-05-01T12:00:00Z", "LanguageCode": "en-US", "Track": "inbound_track",
            "Stability": "0.5",
        ]
        let callback = try TranscriptionCallback(self.form(fields))
        #expect(callback.transcriptionSID.description == "GT" + CallbackForm.digits)
        #expect(callback.event == .content)
        #expect(callback.content?.transcript == "caf\u{E9} \"now\"")
        #expect(callback.content?.confidence == 0.99)
        #expect(callback.content?.isFinal == true)
        #expect(callback.sequenceNumber == 4)
        #expect(callback.timestamp == Date(timeIntervalSince1970: 1_714_564_800))
        #expect(callback.languageCode == "en-US")
        #expect(callback.track == "inbound_track")
        #expect(callback.stability == 0.5)
        let started = CallbackForm.setting("TranscriptionEvent", "transcription-started", in: self.form(fields))
        #expect(try TranscriptionCallback(started).content == nil)
        let done = try RecordTranscriptionCallback(
            self.form([
                "TranscriptionSid": "TR" + CallbackForm.digits, "TranscriptionStatus": "completed",
                "TranscriptionText": "hello", "TranscriptionUrl": "https://t", "RecordingUrl": "https://r",
                "RecordingSid": "RE" + CallbackForm.digits,
            ])
        )
        #expect(done.status == "completed")
        #expect(done.text == "hello")
        #expect(done.url == "https://t")
        #expect(done.recordingURL == "https://r")
        #expect(done.recordingSID != nil)
    }

    @Test(arguments: ["", "{", "[]", #"{"confidence":1}"#, #"{"transcript":1}"#, "null", "\u{0}"])
    func refusesTranscriptionsThatAreNone(data: String) {
        let form = self.form([
            "TranscriptionSid": "GT" + CallbackForm.digits, "TranscriptionEvent": "transcription-content",
            "TranscriptionData": data,
        ])
        let error = #expect(throws: TwilioError.self) { try TranscriptionCallback(form) }
        #expect(error?.code == .invalidParameter)
        #expect(error?.message.contains("TranscriptionData") == true)
    }

    @Test func readsTheEndOfADial() throws {
        let result = try DialResult(
            self.form([
                "DialCallStatus": "completed", "DialCallSid": CallbackForm.call, "DialCallDuration": "12",
                "DialBridged": "True", "RecordingUrl": "https://r", "DialSipCallId": "a@b",
                "DialSipResponseCode": "200",
                "DialSipHeader_X-Queue": "sales", "RecordingDuration": "11",
                "RecordingSid": "RE" + CallbackForm.digits, "QueueSid": "QU" + CallbackForm.digits,
            ])
        )
        #expect(result.status == .completed)
        #expect(result.dialCallSID == result.callSID)
        #expect(result.duration == .seconds(12))
        #expect(result.wasBridged == true)
        #expect(result.recordingURL == "https://r")
        #expect(result.recordingDuration == .seconds(11))
        #expect(result.recordingSID != nil)
        #expect(result.queueSID != nil)
        #expect(result.sipCallID == "a@b")
        #expect(result.sipResponseCode == 200)
        #expect(result.sipHeader("X-Queue") == "sales")
        #expect(result.sipHeader("x-queue") == nil)
    }

    @Test func readsQueues() throws {
        let queue = "QU" + CallbackForm.digits
        let result = try EnqueueResult(
            self.form(["QueueResult": "redirected-from-bridged", "QueueSid": queue, "QueueTime": "61"])
        )
        #expect(result.result == .redirectedFromBridged)
        #expect(result.queueSID?.description == queue)
        #expect(result.waited == .seconds(61))
        let wait = try QueueWaitRequest(
            self.form([
                "QueueSid": queue, "QueuePosition": "2", "QueueTime": "5", "AvgQueueTime": "9", "CurrentQueueSize": "3",
                "MaxQueueSize": "1000",
            ])
        )
        #expect(wait.position == 2)
        #expect(wait.waited == .seconds(5))
        #expect(wait.averageWait == .seconds(9))
        #expect(wait.currentSize == 3)
        #expect(wait.maximumSize == 1_000)
        let whisper = try QueueWhisperRequest(
            self.form(["QueueSid": queue, "QueueTime": "8", "DequeingCallSid": CallbackForm.call])
        )
        #expect(whisper.queueSID.description == queue)
        #expect(whisper.waited == .seconds(8))
        #expect(whisper.dequeuingCallSID?.description == CallbackForm.call)
    }

    @Test func readsConferences() throws {
        let conference = "CF" + CallbackForm.digits
        let end = try ConferenceStatusCallback([
            "AccountSid": CallbackForm.account, "ConferenceSid": conference, "FriendlyName": "room",
            "StatusCallbackEvent": "conference-end", "SequenceNumber": "9",
            "Timestamp": "Fri, 20 Aug 2010 01:13:42 +0000", "CallSidEndingConference": CallbackForm.call,
            "ReasonConferenceEnded": "last-participant-left", "Reason": "words",
        ])
        #expect(end.event == .conferenceEnd)
        #expect(end.callSID == nil)
        #expect(end.friendlyName == "room")
        #expect(end.sequenceNumber == 9)
        #expect(end.timestamp == Date(timeIntervalSince1970: 1_282_266_822))
        #expect(end.callSIDEndingConference?.description == CallbackForm.call)
        #expect(end.reasonConferenceEnded == "last-participant-left")
        #expect(end.reason == "words")
        let leave = try ConferenceStatusCallback(
            self.form([
                "ConferenceSid": conference, "StatusCallbackEvent": "participant-leave", "Muted": "false",
                "Hold": "true", "Coaching": "false", "EndConferenceOnExit": "true", "StartConferenceOnEnter": "false",
                "ParticipantLabel": "agent", "ParticipantCallStatus": "completed",
                "ReasonParticipantLeft": "participant_hung_up",
            ])
        )
        #expect(leave.event == .participantLeave)
        #expect(leave.callSID?.description == CallbackForm.call)
        #expect(leave.isMuted == false)
        #expect(leave.isOnHold == true)
        #expect(leave.isCoaching == false)
        #expect(leave.endsConferenceOnExit == true)
        #expect(leave.startsConferenceOnEnter == false)
        #expect(leave.participantLabel == "agent")
        #expect(leave.participantStatus == .completed)
        #expect(leave.reasonParticipantLeft == "participant_hung_up")
    }

    @Test func readsTheRest() throws {
        let refer = try ReferResult(
            self.form(["ReferCallStatus": "completed", "ReferSipResponseCode": "202", "NotifySipResponseCode": "200"])
        )
        #expect(refer.status == .completed)
        #expect(refer.referResponseCode == 202)
        #expect(refer.notifyResponseCode == 200)
        let pay = try PayResult(
            self.form([
                "Result": "success", "PaymentToken": "tok", "PaymentCardNumber": "xxxxxxxxxxxx1111",
                "PaymentCardType": "visa", "PaymentConfirmationCode": "c0de",
            ])
        )
        #expect(pay.result == .success)
        #expect(pay.token == "tok")
        #expect(pay.maskedCardNumber == "xxxxxxxxxxxx1111")
        #expect(pay.cardType == "visa")
        #expect(pay.confirmationCode == "c0de")
        let relay = try ConversationRelayResult(
            self.form([
                "SessionId": "VX" + CallbackForm.digits, "SessionStatus": "ended", "SessionDuration": "42",
                "HandoffData": #"{"reason":"live-agent"}"#,
            ])
        )
        #expect(relay.sessionSID.description == "VX" + CallbackForm.digits)
        #expect(relay.status == .ended)
        #expect(relay.duration == .seconds(42))
        #expect(relay.handoffData == #"{"reason":"live-agent"}"#)
        let fallback = try FallbackRequest(self.form(["ErrorCode": "11200", "ErrorUrl": "https://h/voice"]))
        #expect(fallback.errorCode == 11_200)
        #expect(fallback.errorURL == "https://h/voice")
        let connect = try ConnectResult(self.form(["CallStatus": "in-progress"]))
        #expect(connect.callStatus == .inProgress)
    }

    /// The asynchronous one has these four and nothing else.
    @Test func readsAnsweringMachines() throws {
        let callback = try AnsweringMachineCallback(
            self.form(["AnsweredBy": "machine_end_silence", "MachineDetectionDuration": "3450"])
        )
        #expect(callback.answeredBy == .machineEndSilence)
        #expect(callback.answeredBy.isMachine)
        #expect(callback.answeredBy.isReadyForMessage)
        #expect(callback.detectionDuration == .milliseconds(3_450))
        #expect(callback.parameters.callStatus == nil)
        #expect(callback.parameters.from == nil)
        #expect(!AnsweringMachineCallback.Verdict.machineStart.isReadyForMessage)
        for other in [AnsweringMachineCallback.Verdict.human, .fax, .unknown, "something_new"] {
            #expect(!other.isMachine)
        }
    }
}
