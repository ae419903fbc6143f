// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwitchboardTesting
import Testing

/// The trace of a simulated call against a server as an executable, as OpenTelemetry's own messages read it.
@Suite(.enabled(if: ShownTrace.isInstalled, "\(ShownTrace.mend)"), .timeLimit(.minutes(3)))
struct TraceTests {
    private static let question = "what are your opening hours"
    private static let apiKey = "operator-key-5f2b8c"
    private static let outside = "4bf92f3577b34da6a3ce929d0e0e4736"

    @Test func aCallIsOneTraceWithOneRoot() async throws {
        let collector = SimulatedCollector()
        let (sid, log) = try await collector.run { try await self.call(collectorPort: $0) }
        let bodies = collector.requests.map(\.body)
        let spans = try bodies.flatMap(ShownTrace.spans)
        let call = try #require(spans.first { $0.name == "call" })
        let trace = spans.filter { $0.trace == call.trace }

        #expect(trace.filter { $0.parent.isEmpty }.map(\.name) == ["call"])
        #expect(call.attributes["call.sid"] == sid)
        #expect(call.attributes["call.status"] == "completed")
        let names = Set(trace.map(\.name))
        let expected: Set = [
            "call", "webhook incoming", "webhook status", "stream", "turn", "recognition", "respond", "speech",
        ]
        #expect(expected.isSubset(of: names), "\(expected.subtracting(names)) missing in \(names)")
        #expect(Set(trace.map(\.id)).count == trace.count)
        let known = Set(trace.map(\.id))
        for span in trace where !span.parent.isEmpty {
            #expect(known.contains(span.parent), "the parent of \(span.name) is missing")
            #expect(span.start <= span.end)
        }
        try self.checkOperator(spans)
        #expect(log.contains("\"trace_id\":\"\(call.trace)\"") || log.contains("\"trace_id\":\"\(Self.outside)\""))
        self.checkSecrets(bodies)
    }

    /// What an operator asked belongs to the operator's trace; what a stranger asked to none.
    private func checkOperator(_ spans: [ShownTrace]) throws {
        let requests = spans.filter { $0.name.hasPrefix("GET ") }
        #expect(requests.map(\.trace) == [Self.outside])
        #expect(requests.map(\.parent) == ["00f067aa0ba902b7"])
        #expect(requests.first?.name.hasSuffix("/transcript") == true)
    }

    private func checkSecrets(_ bodies: [[UInt8]]) {
        let text = String(decoding: bodies.joined(), as: UTF8.self)
        let secrets = [
            "14155552671", "442071838750", "opening hours", "what are", ServingExecutable.token, Self.apiKey,
        ]
        for secret in secrets { #expect(!text.localizedCaseInsensitiveContains(secret), "a span has “\(secret)”") }
    }

    private func call(collectorPort: Int) async throws -> (sid: String, log: String) {
        try await ServingExecutable.Folder.with { folder in
            let server = try await ServingExecutable.start(
                in: folder,
                environment: [
                    "SPEECH": "offline", "LOG_LEVEL": "debug", "API_KEYS": Self.apiKey, "DRAIN_SECONDS": "0",
                    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:\(collectorPort)",
                ]
            )
            var call = server.call([
                .waitForAgent(), .say(Self.question, voice: nil), .waitForAgent(), .hangUp,
            ])
            call.from = "+14155552671"
            call.to = "+442071838750"
            call.statusCallback = server.origin + "/api/calls/status"
            let placed = call
            let result = try await ServingExecutable.withTwilio { try await $0.place(placed) }
            try await self.ask(server, about: result.sid)
            server.executable.signal(SIGTERM)
            #expect(await server.executable.status() == 0)
            return (result.sid, server.executable.errors)
        }
    }

    private func ask(_ server: ServingExecutable, about sid: String) async throws {
        let path = "/api/calls/\(sid)/transcript"
        let parent = ["traceparent": "00-\(Self.outside)-00f067aa0ba902b7-01"]
        let key = ["Authorization": "Bearer \(Self.apiKey)"]
        #expect(try await server.get(path, headers: parent.merging(key) { $1 }).status == 200)
        #expect(try await server.get(path, headers: parent).status == 401)
    }
}
