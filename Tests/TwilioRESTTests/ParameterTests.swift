// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Twilio
import TwilioRESTTestSupport

@testable import TwilioREST

/// What Twilio is known to refuse is refused before it is sent.
@Suite struct ParameterTests {
    private static func call(_ change: (inout NewCall) -> Void) -> NewCall {
        var call = Stage.newCall
        change(&call)
        return call
    }

    private static let refused: [NewCall] = [
        call { $0.to = "" }, call { $0.to = "anonymous" }, call { $0.to = "+266696687" }, call { $0.from = "" },
        call { $0.to = String(repeating: "1", count: 501) }, call { $0.timeout = .zero },
        call { $0.timeout = .seconds(601) }, call { $0.timeLimit = .zero }, call { $0.timeLimit = .seconds(-5) },
        call { $0.sendDigits = "" }, call { $0.sendDigits = String(repeating: "1", count: 33) },
        call { $0.sendDigits = "12 34" }, call { $0.sendDigits = "é" }, call { $0.instructions = .url("") },
        call { $0.instructions = .twiML("") }, call { $0.instructions = .twiML(String(repeating: "x", count: 4_001)) },
        call { $0.instructions = .application("") },
        call {
            $0.machineDetection = MachineDetectionOptions(); $0.machineDetection?.timeout = .seconds(2)
        },
        call {
            $0.machineDetection = MachineDetectionOptions(); $0.machineDetection?.timeout = .seconds(60)
        },
        call {
            $0.machineDetection = MachineDetectionOptions(); $0.machineDetection?.speechThreshold = .seconds(7)
        },
        call {
            $0.machineDetection = MachineDetectionOptions();
            $0.machineDetection?.speechEndThreshold = .milliseconds(499)
        },
        call {
            $0.machineDetection = MachineDetectionOptions();
            $0.machineDetection?.silenceTimeout = .seconds(1_000_000_000)
        },
    ]

    @Test(arguments: Self.refused.indices)
    func aCallThatTwilioWouldRefuseIsNotSent(_ index: Int) async throws {
        try await Stage.perform(replies: []) { stage in
            guard case .failed(let error) = await stage.client.calls.create(Self.refused[index]) else {
                Issue.record("\(Self.refused[index])")
                return
            }
            #expect(error.code == .invalidRequest)
            #expect(!error.description.contains("4155550100"))
            #expect(stage.server.requests.isEmpty)
        }
    }

    @Test func changesOfNothingAreNotSent() async throws {
        try await Stage.perform(replies: []) { stage in
            let client = stage.client
            await #expect(throws: TwilioRESTError.self) { try await client.calls.update(Stage.call, CallUpdate()) }
            await #expect(throws: TwilioRESTError.self) {
                try await client.calls.update(Stage.call, .redirecting(to: .application("AP1")))
            }
            await #expect(throws: TwilioRESTError.self) {
                try await client.phoneNumbers.update(EveryRequest.number, PhoneNumberUpdate())
            }
            await #expect(throws: TwilioRESTError.self) {
                try await client.conferences.update(.call(Stage.call), of: EveryRequest.conference, ParticipantUpdate())
            }
            var filter = CallFilter()
            filter.pageSize = 1_001
            #expect(throws: TwilioRESTError.self) { try client.calls.list(filter) }
            #expect(stage.server.requests.isEmpty)
        }
    }

    @Test(arguments: [
        "http://a.example", "ws://a.example", "wss://a.example/x?token=1", "", "ws://127.0.0.1@a.example",
    ])
    func streamsNeedASecureURLWithoutAQuery(_ url: String) throws {
        #expect(throws: TwilioRESTError.self) { try NewStream(url: url).form() }
    }

    @Test(arguments: ["wss://a.example/x", "ws://127.0.0.1:8080/x", "ws://localhost/x"])
    func streamsMayBeLocalOrSecure(_ url: String) throws {
        #expect(try NewStream(url: url).form()["Url"] == url)
    }

    @Test func streamsHaveBoundedParameters() throws {
        var stream = NewStream(url: "wss://a.example/x")
        stream.parameters = FormParameters((0..<99).map { .init(name: "n\($0)", value: "v") })
        #expect(try stream.form().count == 199)
        stream.parameters.append("n99", "v")
        #expect(throws: TwilioRESTError.self) { try stream.form() }
        stream.parameters = ["n": String(repeating: "v", count: 500)]
        #expect(throws: TwilioRESTError.self) { try stream.form() }
    }

    @Test func messagesHaveAText() throws {
        func message(_ content: NewMessage.Content, to: String = "+14155550100") -> NewMessage {
            NewMessage(to: to, from: .number("+14155550123"), content)
        }
        #expect(throws: TwilioRESTError.self) { try message(.body("")).form() }
        #expect(throws: TwilioRESTError.self) { try message(.body(String(repeating: "x", count: 1_601))).form() }
        #expect(throws: TwilioRESTError.self) { try message(.body("x"), to: "").form() }
        #expect(throws: TwilioRESTError.self) {
            try message(.body("x", media: Array(repeating: "https://a.example", count: 11))).form()
        }
        #expect(try message(.body("", media: ["https://a.example"])).form()["Body"] == nil)
    }

    @Test(arguments: ["a/b", "..", "a b", "é", "%2e", "a?b", "a#b", ""])
    func namesCannotLeaveTheirSegment(_ name: String) throws {
        let segment = RESTRequest.segment(name)
        #expect(segment.utf8.allSatisfy { "/?# .".utf8.contains($0) == false })
        #expect(segment.removingPercentEncoding == name)
    }
}
