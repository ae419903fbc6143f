// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing
import Twilio

@testable import GatewayHTTP

/// What Twilio reports: each kept once, however often it comes, and for calls nobody knows too (R28).
@Suite(.timeLimit(.minutes(1)))
struct CallbackTests {
    /// A callback, with what becomes of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let target: String
        var form: FormParameters
        /// Whether the form names the call as a parent only.
        var isOfALeg = false
        var status = 204
        let kind: CallEvent.Kind

        var testDescription: String { self.name }

        func form(of call: CallSID) -> FormParameters {
            var form: FormParameters = ["AccountSid": TestGateway.account]
            form.append(self.isOfALeg ? "ParentCallSid" : "CallSid", call.description)
            for field in self.form { form.append(field) }
            return form
        }
    }

    private static let leg = "CA000000000000000000000000000000f1"
    private static let stream = "MZ000000000000000000000000000000f2"
    private static let recording = "RE000000000000000000000000000000f3"
    private static let url = "https://api.twilio.com/recordings/RE1"

    static let cases: [Case] = [
        Case(
            name: "status",
            target: "/api/calls/status",
            form: ["CallStatus": "completed", "CallDuration": "42", "SequenceNumber": "3"],
            kind: .status(.completed, duration: 42, sequence: 3)
        ),
        Case(
            name: "status of a leg",
            target: "/api/calls/status",
            form: ["CallSid": Self.leg, "CallStatus": "completed", "CallDuration": "17", "SequenceNumber": "2"],
            isOfALeg: true,
            kind: .legReported(LegReport(leg: Self.leg, status: .completed, sequence: 2, seconds: 17))
        ),
        Case(
            name: "stream status",
            target: "/api/calls/stream-status",
            form: [
                "StreamSid": Self.stream, "StreamEvent": "stream-error", "StreamError": "31921 - closed\u{7}",
                "Timestamp": "2026-01-01T00:00:00Z",
            ],
            kind: .streamReported(StreamNotice(stream: Self.stream, event: "stream-error", error: "31921 - closed"))
        ),
        Case(
            name: "recording status",
            target: "/api/calls/recording",
            form: [
                "RecordingSid": Self.recording, "RecordingStatus": "completed", "RecordingUrl": Self.url,
                "RecordingDuration": "9", "RecordingChannels": "2", "RecordingSource": "DialVerb",
            ],
            kind: .recorded(
                RecordingReport(
                    recording: Self.recording,
                    status: "completed",
                    url: Self.url,
                    seconds: 9,
                    channels: 2,
                    source: "DialVerb"
                )
            )
        ),
        Case(
            name: "record action",
            target: "/api/calls/recording",
            form: [
                "CallStatus": "completed", "RecordingSid": Self.recording, "RecordingUrl": Self.url,
                "RecordingDuration": "9", "Digits": "hangup",
            ],
            status: 200,
            kind: .voicemail(url: Self.url, seconds: 9)
        ),
        Case(
            name: "dial action",
            target: "/api/calls/transfer",
            form: [
                "CallStatus": "in-progress", "DialCallStatus": "completed", "DialCallSid": Self.leg,
                "DialCallDuration": "73", "DialBridged": "true",
            ],
            status: 200,
            kind: .transferEnded(status: "completed", leg: Self.leg, seconds: 73)
        ),
        Case(
            name: "answering machine",
            target: "/api/calls/amd",
            form: ["AnsweredBy": "machine_start", "MachineDetectionDuration": "3900"],
            kind: .answeredBy(.machineStart, after: .milliseconds(3_900))
        ),
        Case(
            name: "queue action",
            target: "/api/calls/queue?for=transfer",
            form: [
                "CallStatus": "in-progress", "QueueResult": "bridged", "QueueTime": "12",
                "QueueSid": "QU000000000000000000000000000000f4",
            ],
            status: 200,
            kind: .transferEnded(status: "bridged")
        ),
    ]

    @Test(arguments: Self.cases)
    func keepsACallbackOnceHoweverOftenItComes(_ one: Case) async throws {
        try await TestGateway.run { gateway in
            let call = try await gateway.receive()
            for _ in 0..<3 {
                let answer = try await gateway.post(one.target, one.form(of: call))
                #expect(answer.status == one.status)
                if one.status == 204 { #expect(answer.body.isEmpty) }
            }
            let kinds = try await gateway.kinds(call)
            #expect(kinds.count { $0 == one.kind } == 1, "\(kinds)")
        }
    }

    @Test(arguments: Self.cases)
    func answersForACallNobodyKnows(_ one: Case) async throws {
        try await TestGateway.run { gateway async throws in
            let call = CallSID.random()
            #expect(try await gateway.post(one.target, one.form(of: call)).status == one.status)
            #expect(try await gateway.record(call) == nil)
        }
    }

    @Test(arguments: Self.cases)
    func takesNoneThatIsNotSigned(_ one: Case) async throws {
        try await TestGateway.run { gateway in
            let call = try await gateway.receive()
            let before = try await gateway.kinds(call)
            let headers = [("X-Twilio-Signature", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
            #expect(try await gateway.post(one.target, one.form(of: call), headers: headers).status == 403)
            #expect(try await gateway.kinds(call) == before)
        }
    }

    @Test(arguments: ["/api/calls/stream-status", "/api/calls/amd", "/api/calls/recording", "/api/calls/status"])
    func refusesWhatNamesNothing(_ target: String) async throws {
        try await TestGateway.run { gateway async throws in
            let form: FormParameters = ["AccountSid": TestGateway.account, "RecordingStatus": "completed"]
            #expect(try await gateway.post(target, form).status == 400)
            let foreign: FormParameters = ["AccountSid": "AC00000000000000000000000000000000"]
            #expect(try await gateway.post(target, foreign).status == 403)
        }
    }

    @Test func keepsTheLastWordOnARecordingWhateverTheOrder() async throws {
        try await TestGateway.run { gateway in
            let call = try await gateway.receive()
            for status in ["completed", "in-progress"] {
                let form: FormParameters = [
                    "AccountSid": TestGateway.account, "CallSid": call.description, "RecordingSid": Self.recording,
                    "RecordingStatus": status,
                ]
                #expect(try await gateway.post("/api/calls/recording", form).status == 204)
            }
            let recordings = try await gateway.record(call)?.recordings
            #expect(recordings?.map(\.status) == ["completed"])
        }
    }

    @Test func keepsTheLengthOfATransferWhenTheCallerHungUpFirst() async throws {
        try await TestGateway.run { gateway in
            let call = try await gateway.receive([.nextDecided(.transfer(to: "+15005550009"))])
            for (status, sequence) in [("completed", "3"), ("ringing", "1"), ("in-progress", "2"), ("initiated", "0")] {
                let form: FormParameters = [
                    "AccountSid": TestGateway.account, "CallSid": Self.leg, "ParentCallSid": call.description,
                    "CallStatus": status, "SequenceNumber": sequence,
                    "CallDuration": status == "completed" ? "17" : "0",
                ]
                #expect(try await gateway.post("/api/calls/status", form).status == 204)
            }
            let record = try await gateway.record(call)
            #expect(record?.transferSeconds == 17)
            #expect(record?.status == .ringing, "the leg's end is not the call's")
            #expect(try await gateway.store.call(CallID(Self.leg)) == nil)
        }
    }

    @Test func keepsWhatARecordedTransferSays() async throws {
        try await TestGateway.run { gateway in
            let call = try await gateway.receive()
            let form = TestGateway.form(
                call: call,
                [
                    "DialCallStatus": "completed", "RecordingSid": Self.recording, "RecordingUrl": Self.url,
                    "RecordingDuration": "70",
                ],
                status: "in-progress"
            )
            _ = try await gateway.post("/api/calls/transfer", form)
            let recording = try await gateway.record(call)?.recordings.first
            #expect(recording?.seconds == 70 && recording?.url == Self.url)
        }
    }
}
