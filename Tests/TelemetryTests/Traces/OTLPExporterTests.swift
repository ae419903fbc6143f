// SPDX-License-Identifier: Apache-2.0

import Logging
import MetricsTestKit
import SwitchboardTesting
import Synchronization
import Testing
import Tracing

@testable import Telemetry

/// Against a collector on loopback that refuses, delays, cuts and talks nonsense. Time is moved by hand; sockets are real.
@Suite(.timeLimit(.minutes(1))) struct OTLPExporterTests {
    @Test func sendsWhatWaitsWhenTheTimeIsUp() async throws {
        let collector = SimulatedCollector()
        try await ExporterStage.run(against: collector) { stage in
            stage.end(spans: 3)
            await stage.clock.waitForSleep(lasting: .seconds(5))
            #expect(collector.requests.isEmpty)
            stage.clock.advance(by: .seconds(5))
            await collector.waitForRequests(1)
        }
        let request = try #require(collector.requests.first)
        #expect(request.method == "POST")
        #expect(request.target == "/v1/traces")
        #expect(request.header("Content-Type") == "application/x-protobuf")
        #expect(request.header("X-Test") == "a b")
        #expect(request.header("traceparent") == nil)
        #expect(collector.requests.count == 1)
    }

    @Test func sendsAFullBatchAtOnce() async throws {
        let collector = SimulatedCollector()
        try await ExporterStage.run(against: collector, batch: 4) { stage in
            stage.end(spans: 9)
            await collector.waitForRequests(2)
            #expect(collector.requests.count == 2)
        }
        // The ninth is sent at the end.
        #expect(collector.requests.count == 3)
    }

    @Test func dropsAndCountsWhatTheQueueCannotHold() async throws {
        let collector = SimulatedCollector()
        let metrics = TestMetrics()
        try await ExporterStage.run(against: collector, metrics: metrics, isRunningAtOnce: false) { stage in
            stage.end(spans: 2_048 + 10)
        }
        #expect(metrics.total("switchboard_spans_total", "dropped") == 10)
        #expect(metrics.total("switchboard_spans_total", "exported") == 2_048)
        #expect(metrics.total("switchboard_span_exports_total", "ok") == 4)
        #expect(collector.requests.count == 4)
    }

    @Test(arguments: [429, 502, 503, 504]) func triesAgainAfter(status: Int) async throws {
        let collector = SimulatedCollector { $0 == 0 ? .answer(status) : .taken }
        let metrics = TestMetrics()
        try await ExporterStage.run(against: collector, metrics: metrics, batch: 1) { stage in
            stage.end(spans: 1)
            await collector.waitForRequests(1)
            await stage.clock.waitForSleep(lasting: .seconds(1))
            stage.clock.advance(by: .seconds(1))
            await collector.waitForRequests(2)
        }
        #expect(collector.requests.count == 2)
        #expect(collector.requests.first?.body == collector.requests.last?.body)
        #expect(metrics.total("switchboard_span_exports_total", "retried") == 1)
        #expect(metrics.total("switchboard_spans_total", "exported") == 1)
    }

    @Test(arguments: [400, 401, 404, 413, 500, 501, 301]) func neverTriesAgainAfter(status: Int) async throws {
        let collector = SimulatedCollector { _ in .answer(status, headers: [(name: "Location", value: "/elsewhere")]) }
        let metrics = TestMetrics()
        try await ExporterStage.run(against: collector, metrics: metrics, batch: 1) { stage in
            stage.end(spans: 1)
            await collector.waitForRequests(1)
        }
        #expect(collector.requests.count == 1)
        #expect(metrics.total("switchboard_spans_total", "failed") == 1)
        #expect(metrics.total("switchboard_span_exports_total", "failed") == 1)
        #expect(metrics.total("switchboard_span_exports_total", "retried") == 0)
    }

    @Test func waitsForAsLongAsTheCollectorWants() async throws {
        let collector = SimulatedCollector {
            $0 == 0 ? .answer(429, headers: [(name: "Retry-After", value: "30")]) : .taken
        }
        try await ExporterStage.run(against: collector, batch: 1) { stage in
            stage.end(spans: 1)
            await collector.waitForRequests(1)
            await stage.clock.waitForSleep(lasting: .seconds(31))
            stage.clock.advance(by: .seconds(30))
            #expect(collector.requests.count == 1)
            stage.clock.advance(by: .seconds(1))
            await collector.waitForRequests(2)
        }
        #expect(collector.requests.count == 2)
    }

    @Test func triesAgainWhenTheConnectionIsCut() async throws {
        let collector = SimulatedCollector { $0 == 0 ? .cut : .taken }
        try await ExporterStage.run(against: collector, batch: 1) { stage in
            stage.end(spans: 1)
            await collector.waitForRequests(1)
            await stage.clock.waitForSleep(lasting: .seconds(1))
            stage.clock.advance(by: .seconds(1))
            await collector.waitForRequests(2)
        }
        #expect(collector.requests.count == 2)
    }

    @Test func givesUpAnAttemptThatHangs() async throws {
        let collector = SimulatedCollector { $0 == 0 ? .hang : .taken }
        try await ExporterStage.run(against: collector, batch: 1) { stage in
            stage.end(spans: 1)
            await collector.waitForRequests(1)
            // The attempt's deadline.
            await stage.clock.waitForSleep(lasting: .seconds(10))
            stage.clock.advance(by: .seconds(10))
            await stage.clock.waitForSleep(lasting: .seconds(1))
            stage.clock.advance(by: .seconds(1))
            await collector.waitForRequests(2)
        }
        #expect(collector.requests.count == 2)
    }

    @Test func givesUpABatchAfterFiveAttempts() async throws {
        let collector = SimulatedCollector { _ in .answer(503) }
        let metrics = TestMetrics()
        try await ExporterStage.run(against: collector, metrics: metrics, batch: 1) { stage in
            stage.end(spans: 1)
            for attempt in 1...5 {
                await collector.waitForRequests(attempt)
                guard attempt < 5 else { break }
                let wait = Duration.seconds(1 << (attempt - 1))
                await stage.clock.waitForSleep(lasting: wait)
                stage.clock.advance(by: wait)
            }
        }
        #expect(collector.requests.count == 5)
        #expect(metrics.total("switchboard_span_exports_total", "retried") == 4)
        #expect(metrics.total("switchboard_spans_total", "failed") == 1)
    }

    @Test func countsWhatTheCollectorRefuses() async throws {
        // partial_success { rejected_spans: 2, error_message: "no" }
        let body: [UInt8] = [0x0a, 0x06, 0x08, 0x02, 0x12, 0x02, 0x6e, 0x6f]
        let collector = SimulatedCollector { _ in .answer(200, body: body) }
        let metrics = TestMetrics()
        let log = ExporterLog()
        try await ExporterStage.run(against: collector, metrics: metrics, log: log, batch: 5) { stage in
            stage.end(spans: 5)
            await collector.waitForRequests(1)
        }
        #expect(metrics.total("switchboard_spans_total", "exported") == 3)
        #expect(metrics.total("switchboard_spans_total", "failed") == 2)
        #expect(log.lines == ["warning collector refused spans reason=no spans=2"])
    }

    @Test(arguments: [(0xff, 3), (0x3c, 50), (0x41, 200_000)] as [(UInt8, Int)])
    func anAnswerThatCannotBeReadIsAnAnswer(byte: UInt8, count: Int) async throws {
        let collector = SimulatedCollector { _ in .answer(200, body: Array(repeating: byte, count: count)) }
        let metrics = TestMetrics()
        try await ExporterStage.run(against: collector, metrics: metrics, batch: 1) { stage in
            stage.end(spans: 1)
            await collector.waitForRequests(1)
        }
        #expect(metrics.total("switchboard_spans_total", "exported") == 1)
    }

    @Test func saysOnceThatItFailsAndOnceThatItWorksAgain() async throws {
        let collector = SimulatedCollector { $0 < 3 ? .answer(401) : .taken }
        let log = ExporterLog()
        try await ExporterStage.run(against: collector, log: log, batch: 1) { stage in
            stage.end(spans: 5)
            await collector.waitForRequests(5)
        }
        #expect(log.lines.count == 2)
        #expect(
            log.lines.first?.hasPrefix("warning spans not exported advice=check OTEL_EXPORTER_OTLP_HEADERS") == true
        )
        #expect(log.lines.last == "notice spans exported again")
    }

    @Test func sendsAtTheEndWhatWaits() async throws {
        let collector = SimulatedCollector()
        let metrics = TestMetrics()
        try await ExporterStage.run(against: collector, metrics: metrics) { stage in stage.end(spans: 3) }
        #expect(collector.requests.count == 1)
        #expect(metrics.total("switchboard_spans_total", "exported") == 3)
    }

    @Test func endsAtItsDeadlineWhateverTheCollectorDoes() async throws {
        let collector = SimulatedCollector { _ in .hang }
        let metrics = TestMetrics()
        let log = ExporterLog()
        try await ExporterStage.run(against: collector, metrics: metrics, log: log, batch: 2) { stage in
            stage.end(spans: 5)
            await collector.waitForRequests(1)
            stage.exporter.finish()
            // The batches' regular time, then the flush's deadline.
            await stage.clock.waitForSleep(lasting: .seconds(5))
            await stage.clock.waitForSleep(lasting: .seconds(5))
            stage.clock.advance(by: .seconds(5))
        }
        #expect(metrics.total("switchboard_spans_total", "failed") == 5)
        #expect(log.lines == ["warning spans left unsent spans=3"])
    }
}
