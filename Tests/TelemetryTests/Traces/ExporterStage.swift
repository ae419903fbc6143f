// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import MetricsTestKit
import Resilience
import SwitchboardTesting
import Tracing

@testable import Telemetry

/// An exporter that runs against a simulated collector, on a clock that is moved by hand.
struct ExporterStage {
    let exporter: OTLPExporter
    let tracer: OTLPTracer
    let clock: NotingClock

    /// Runs the exporter while the closure does, and until it has ended; with `isRunningAtOnce` off, only afterwards.
    static func run(
        against collector: SimulatedCollector,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        log: ExporterLog = ExporterLog(),
        batch: Int = 512,
        isRunningAtOnce: Bool = true,
        _ body: (ExporterStage) async throws -> Void
    ) async throws {
        try await collector.run { port in
            let clock = NotingClock()
            let exporter = try Self.exporter(port, batch, metrics, clock, log)
            let stage = ExporterStage(
                exporter: exporter,
                tracer: OTLPTracer(exporter: exporter, random: SeededGenerator(seed: 5)),
                clock: clock
            )
            if !isRunningAtOnce {
                try await body(stage)
                exporter.finish()
                return await exporter.run()
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await exporter.run() }
                defer { exporter.finish() }
                try await body(stage)
            }
        }
    }

    /// Ends so many spans.
    func end(spans: Int) {
        for number in 0..<spans { self.tracer.startSpan("span \(number)", context: .topLevel).end() }
    }

    private static func exporter(
        _ port: Int,
        _ batch: Int,
        _ metrics: any MetricsFactory,
        _ clock: NotingClock,
        _ log: ExporterLog
    ) throws -> OTLPExporter {
        var configuration = OTLPConfiguration(
            endpoint: try OTLPEndpoint(base: "http://127.0.0.1:\(port)"),
            headers: try OTLPConfiguration.headers("X-Test=a%20b")
        )
        configuration.batchSize = batch
        configuration.retry.backoff.jitter = .none
        return OTLPExporter(
            configuration,
            resource: try TraceResource(serviceName: "test", version: "1", instance: "i"),
            metrics: metrics,
            clock: clock,
            random: SeededGenerator(seed: 4),
            logger: log.logger
        )
    }
}
