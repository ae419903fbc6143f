// SPDX-License-Identifier: Apache-2.0

import Foundation
import GatewayHTTP
import SwitchboardTesting
import Testing

/// A real Prometheus reads a real server, with a key that opens nothing else.
@Suite(
    .serialized,
    .timeLimit(.minutes(3)),
    .enabled(if: TestPrometheus.path != nil, "\(TestPrometheus.mend)")
)
struct PrometheusTests {
    @Test func scrapesTheServerAndShowsACall() async throws {
        let (key, reader) = (APIKey(), APIKey())
        let entries = [key.entry(named: "prometheus", scope: .monitor), reader.entry(named: "reader", scope: .read)]
        try await ServingExecutable.Folder.with { folder in
            let server = try await ServingExecutable.start(
                in: folder,
                environment: ["API_KEYS": entries.joined(separator: ","), "DRAIN_SECONDS": "0"]
            )
            try await TestPrometheus.with(target: server.port, key: key.text) { prometheus in
                try await prometheus.wait("the server is up") {
                    try await prometheus.targets().map { [$0.health, $0.lastError] } == [["up", ""]]
                }
                // It is there before anything has happened.
                try await prometheus.wait("no call yet") {
                    try await prometheus.query("switchboard_audio_lost_seconds_total").first?.number == 0
                }
                try await Self.call(server)
                try await Self.checkTheCall(prometheus)
                try await Self.checkTheProcess(prometheus)
            }
            let header = ["Authorization": "Bearer \(key.text)"]
            let text = try await server.get("/api/metrics", headers: header).body
            #expect(text.hasPrefix("# HELP process_cpu_seconds_total"))
            let wish = header.merging(["Accept": "application/openmetrics-text"]) { $1 }
            #expect(try await server.get("/api/metrics", headers: wish).body.hasSuffix("\n# EOF\n"))
            #expect(try await server.get("/api/calls", headers: header).status == 403)
            #expect(try await server.get("/api/metrics").status == 401)
            server.executable.signal(SIGTERM)
            #expect(await server.executable.status() == 0)
        }
    }

    /// Three calls that are hung up, one of them with what no label may hold.
    private static func call(_ server: ServingExecutable) async throws {
        try await ServingExecutable.withTwilio { twilio in
            for number in ["+14155552671", "+14155552672", "\"} 1\nfake 2"] {
                var call = server.call()
                call.from = number
                call.script.hangUpAfter = .seconds(1)
                _ = try await twilio.place(call)
            }
        }
        _ = try await server.get("/api/calls/CA00000000000000000000000000000000")
        _ = try await server.get("/api/calls/+14155552671/nowhere?a=b")
    }

    private static func checkTheCall(_ prometheus: TestPrometheus) async throws {
        try await prometheus.wait("three calls") {
            try await prometheus.query("sum(switchboard_calls_total)").first?.number == 3
        }
        let ended = try await prometheus.query("switchboard_calls_total > 0")
        #expect(ended.map { $0.metric["direction"] } == ["inbound"])
        #expect(ended.map { $0.metric["result"] } == ["success"])
        // Those that did not happen are 0, not missing: Prometheus then sees the first one as an increase.
        let failed = try await prometheus.query(#"sum(switchboard_calls_total{result="server_error"})"#)
        #expect(failed.first?.number == 0)
        let durations = try await prometheus.query("sum(switchboard_call_duration_seconds_count)")
        #expect(durations.first?.number == 3)
        let frames = try await prometheus.query(#"switchboard_media_frames_total{direction="inbound"}"#)
        #expect(try #require(frames.first?.number) > 50)
        let webhooks = try await prometheus.query(#"switchboard_webhook_requests_total{route="incoming",status="200"}"#)
        #expect(webhooks.first?.number == 3)
        try await prometheus.wait("an unknown route") {
            let query = #"switchboard_http_requests_total{route="unknown",status="404"}"#
            return try await prometheus.query(query).first?.number == 1
        }
        let named = try await prometheus.query(#"switchboard_http_requests_total{route="/api/calls/{sid}"}"#)
        #expect(named.first?.metric["status"] == "401")
        let all = try await prometheus.query(#"{job="switchboard"}"#)
        #expect(all.count > 100 && all.count < 2_000)
        let texts = all.flatMap { $0.metric.values }
        #expect(!texts.contains { $0.contains("1415555") || $0.contains("fake") })
    }

    private static func checkTheProcess(_ prometheus: TestPrometheus) async throws {
        for name in ["process_resident_memory_bytes", "process_open_fds", "switchboard_build_info"] {
            #expect(try #require(try await prometheus.query(name).first?.number, "\(name)") > 0)
        }
        let refused = try await prometheus.query("sum(switchboard_metrics_refused_total)")
        #expect(refused.first?.number == 0)
    }
}
