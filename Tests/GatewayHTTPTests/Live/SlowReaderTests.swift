// SPDX-License-Identifier: Apache-2.0

import CallCore
import MetricsTestKit
import Synchronization
import Testing
import Twilio
import WebSockets

@testable import GatewayHTTP

/// Who watches and does not read delays nobody, and is not waited for with more than the events that are remembered.
@Suite(.timeLimit(.minutes(2)))
struct SlowReaderTests {
    private static let readers = "switchboard_live_event_subscribers"
    /// About 12 kB each, so that all of them are more than any socket takes.
    private static let text = String(repeating: "so many words ", count: 860)
    private static let batch = 20
    private static let all = 600

    /// Says everything, no faster than somebody who reads is shown it; returns who that was.
    private static func sayAll(on gateway: TestGateway) async throws -> EventSocket {
        let reader = try await EventSocket.open(on: gateway, reads: true)
        try await gateway.eventually { reader.ends(with: "retry:") }
        let call = CallSID.random()
        _ = try await gateway.call(call)
        for number in 1...Self.all {
            let text = "\(number) \(Self.text)"
            let line = SpokenLine(speaker: .agent, text: text, start: .zero, end: .seconds(1), source: "test")
            _ = try await gateway.journal.append(gateway.journal.event(.spoken(line), in: CallID(call.description)))
            guard number.isMultiple(of: Self.batch) else { continue }
            try await gateway.eventually { reader.ends(with: #""\#(number) so many"#) }
        }
        return reader
    }

    @Test func isToldWhatItMissedAndDelaysNobody() async throws {
        let metrics = TestMetrics()
        try await TestGateway.run({
            $0.metrics = metrics
            $0.gateway.events.remembered = 2 * Self.batch
        }) { gateway in
            let slow = try await EventSocket.open(on: gateway, reads: false)
            try await gateway.eventually { try metrics.expectGauge(Self.readers).lastValue == 1 }
            let reader = try await Self.sayAll(on: gateway)
            #expect(reader.count(of: "event: spoken") == Self.all && reader.count(of: "event: gap") == 0)
            #expect(slow.count == 0)
            // What it reads now is what the sockets and the memory of events had room for.
            try await slow.read()
            try await gateway.eventually { slow.ends(with: #""\#(Self.all) so many"#) }
            let gap = try #require(slow.text(behind: "event: gap"))
            #expect(gap.contains(#""reason":"slow""#))
            let missed = try metrics.expectCounter("switchboard_live_events_missed_total").totalValue
            let shown = slow.count(of: "event: spoken") + slow.count(of: "event: received")
            #expect(missed > 50 && Int(missed) + shown == Self.all + 1, "\(missed) and \(shown)")
            try await slow.close()
            try await reader.close()
            try await gateway.eventually { try metrics.expectGauge(Self.readers).lastValue == 0 }
        }
    }

    @Test func isCutOffWhenItTakesNothingAtAll() async throws {
        let metrics = TestMetrics()
        let refusals = Mutex<[String]>([])
        try await TestGateway.run({
            $0.metrics = metrics
            $0.gateway.events.remembered = 2 * Self.batch
            $0.gateway.edge.writeTimeout = .seconds(1)
            $0.gateway.edge.onRefusal = { refusal in refusals.withLock { $0.append(refusal.reason.rawValue) } }
        }) { gateway in
            let slow = try await EventSocket.open(on: gateway, reads: false)
            try await gateway.eventually { try metrics.expectGauge(Self.readers).lastValue == 1 }
            let reader = try await Self.sayAll(on: gateway)
            // Its place is free again, and whoever reads keeps its own.
            try await gateway.eventually { try metrics.expectGauge(Self.readers).lastValue == 1 }
            try await gateway.eventually { refusals.withLock { $0.contains("write_timeout") } }
            #expect(gateway.lines("request refused").contains { $0["refusal.reason"] == "write_timeout" })
            #expect(!reader.isOver && reader.count(of: "event: spoken") == Self.all)
            try await slow.read()
            try await gateway.eventually { slow.isOver }
            #expect(slow.count(of: "event: spoken") < Self.all)
            try await reader.close()
        }
    }
}
