// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import MetricsTestKit
import Testing
import Twilio

@testable import GatewayHTTP

/// A metrics system looks series up under locks: it is asked once for each, and never again.
@Suite(.timeLimit(.minutes(1)))
struct KeptSeriesTests {
    private static let garbage = #"{"event":1}"#

    /// Everything that is counted of one call, of strangers' requests and of streams that break the rules.
    private func useEverything(_ gateway: TestGateway) async throws {
        let (call, stream) = (CallSID.random(), StreamSID.random())
        let client = try await StreamClient.begin(call, stream: stream, on: gateway)
        for chunk in 1...5 { try await client.send(StreamClient.media(stream, Int64(chunk))) }
        try await client.send(text: Self.garbage)
        try await client.send(StreamClient.stop(stream))
        #expect(try await client.ending.code == 1000)
        let bad = try await StreamClient.begin(.random(), on: gateway)
        for _ in 0..<20 { try await bad.send(text: Self.garbage) }
        #expect(try await bad.ending.code == 1008)
        for (method, target) in [
            ("GET", "/api/health"), ("GET", "/nowhere"), ("PUT", "/api/calls"), ("GET", "/api/calls"),
        ] {
            _ = try await RawHTTP.request(method, target, port: gateway.port)
        }
        _ = try await gateway.post("/api/calls/status", TestGateway.form(call: call, status: "completed"))
        try await LiveReader.watching(on: gateway) { reader in #expect(reader.text.hasPrefix("HTTP/1.1 200")) }
        try await gateway.eventually { gateway.manager.snapshot.live == 0 }
    }

    @Test func nobodyIsAskedForASeriesTwice() async throws {
        let metrics = CountingMetrics()
        try await TestGateway.run({ $0.metrics = metrics }) { gateway in
            try await self.useEverything(gateway)
            let asked = metrics.asked
            #expect(asked.contains("switchboard_http_requests_total{route=/api/health,status=200}"))
            #expect(asked.contains("switchboard_stream_protocol_ended_total{reason=too_many_offences}"))
            #expect(asked.contains { $0.hasPrefix("switchboard_calls_total{direction=inbound") })
            try await self.useEverything(gateway)
            #expect(metrics.asked.count == asked.count, "\(metrics.asked.dropFirst(asked.count))")
        }
        #expect(Set(metrics.asked).count == metrics.asked.count)
    }

    @Test func everySecondEventIsCountedInTheSeriesOfTheFirst() async throws {
        let metrics = TestMetrics()
        try await TestGateway.run({ $0.metrics = metrics }) { gateway in
            for _ in 0..<2 { try await self.useEverything(gateway) }
            func total(_ name: String, _ labels: [(String, String)] = []) throws -> Int64 {
                try metrics.expectCounter(name, labels).totalValue
            }
            #expect(
                try total("switchboard_http_requests_total", [("route", "/api/health"), ("status", "200")]) == 2
            )
            #expect(try total("switchboard_http_requests_total", [("route", "unknown"), ("status", "404")]) == 2)
            #expect(try total("switchboard_webhook_requests_total", [("route", "incoming"), ("status", "200")]) == 4)
            #expect(try total("switchboard_stream_messages_malformed_total") == 42)
            #expect(
                try total("switchboard_stream_protocol_ended_total", [("reason", "too_many_offences")]) == 2
            )
            let hungUp = [("direction", "inbound"), ("result", "success"), ("reason", "caller_hung_up")]
            #expect(try total("switchboard_calls_total", hungUp) == 2)
        }
    }
}
