// SPDX-License-Identifier: Apache-2.0

import InMemoryLogging
import Logging
import SwitchboardTesting
import Testing
import Twilio
import WebSockets

@testable import GatewayHTTP

/// What a stream that was let in and is closed leaves in the log.
@Suite(.timeLimit(.minutes(1)))
struct StreamFaultTests {
    @Test func everyReasonHasAMendOfItsOwn() {
        let faults =
            StreamProtocol.Refusal.allCases.map(\.fault) + RelayProtocol.Refusal.allCases.map(\.fault)
            + StreamProtocol.Offence.allCases.map(\.fault) + RelayProtocol.Offence.allCases.map(\.fault)
            + [StreamFault.callUnknown]
        for fault in faults {
            #expect(fault.mend.count > 20 && !fault.mend.contains("\n"), "\(fault.reason)")
            #expect(fault.reason.utf8.allSatisfy { $0 == UInt8(ascii: "_") || (97...122).contains($0) })
        }
        let ends = Set(GatewayLabels.streamEnds)
        #expect(StreamProtocol.Refusal.allCases.allSatisfy { ends.contains($0.fault.reason) })
        #expect(RelayProtocol.Refusal.allCases.allSatisfy { ends.contains($0.fault.reason) })
        #expect(ends.contains(StreamFault.callUnknown.reason) && ends.contains(StreamFault.violation))
    }

    @Test func aClosedStreamSaysWhyAndWhatToChange() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            let client = try await StreamClient.open(try await gateway.call(call), on: gateway)
            try await client.send(.start(StreamClient.start(.random(), stream: .random())))
            #expect(try await client.ending.code == 1008)
            let line = try #require(gateway.lines("stream closed").first)
            #expect(line["refusal.reason"] == "foreign_call" && line["call.sid"] == "\(call)")
            #expect(line["refusal.mend"]?.contains("proxy") == true && line["websocket.code"] == "1008")
        }
    }

    /// RFC 6455 is kept by the socket itself, before any message is seen.
    @Test func aSocketThatBreaksTheRulesOfWebSocketsIsToldAndCountedToo() async throws {
        try await TestGateway.run { gateway in
            let client = try await StreamClient.begin(.random(), on: gateway)
            try await client.send(text: String(repeating: "a", count: 1 << 20))
            #expect(try await client.ending.code == 1009)
            try await gateway.eventually { !gateway.lines("stream closed").isEmpty }
            let line = try #require(gateway.lines("stream closed").first)
            #expect(line["refusal.reason"] == "websocket_violation" && line["websocket.code"] == "1009")
            #expect(line["refusal.mend"]?.isEmpty == false && line["stream.sid"] != nil)
        }
    }

    @Test func aFloodOfBadStreamsIsAFewLines() async throws {
        try await TestGateway.run({ $0.gateway.refusalLines = RefusalLog.Bounds() }) { gateway in
            for _ in 0..<8 {
                let client = try await StreamClient.begin(.random(), on: gateway)
                try await client.send(binary: [1, 2, 3])
                #expect(try await client.ending.code == 1003)
            }
            // The fourth and further ones come within ten seconds, unless the machine is very slow.
            #expect((3...4).contains(gateway.lines("stream closed").count))
            #expect(gateway.lines("stream closed").allSatisfy { $0["refusal.mend"]?.isEmpty == false })
        }
    }

    @Test func aFloodOfBadMessagesIsOneLineAStream() async throws {
        let logs = InMemoryLogHandler()
        let faults = StreamFaults(RefusalLog(clock: ManualClock()))
        let logger = Logger(label: "test") { _ in logs }
        for offence in 0..<1_000 {
            let fault = RelayProtocol.Offence.malformedMessage.fault
            faults.skipped(fault, isFirst: offence == 0, of: .words, logger)
        }
        #expect(logs.entries.map { "\($0.message)" } == ["message of a relay skipped"])
        #expect(logs.entries.first?.metadata["refusal.mend"] != nil)
    }
}
