// SPDX-License-Identifier: Apache-2.0

internal import AsyncHTTPClient
public import CoreMetrics
public import Logging
internal import Resilience
internal import SwiftProtobuf
internal import Synchronization

/// Sends ended spans to an OpenTelemetry collector: OTLP over HTTP, in protobuf, in batches.
///
/// Whatever the collector does, nobody waits for it: spans wait in a bounded queue, and what does not fit is dropped and
/// counted. ``run()`` sends until ``finish()`` was called and all is sent, or the time for that is up.
public final class OTLPExporter: Sendable {
    private let configuration: OTLPConfiguration
    private let queue: SpanQueue
    private let writer: SpanWriter
    private let metrics: TraceMetrics
    private let clock: any Clock<Duration>
    private let random: RandomSource
    private let logger: Logger
    private let userAgent: String
    /// Ends when ``finish()`` is called.
    private let finishing: (stream: AsyncStream<Never>, continuation: AsyncStream<Never>.Continuation)
    private let failing = Mutex(FailureLog())

    /// An exporter; nothing is sent until ``run()``.
    ///
    /// - Parameters:
    ///   - configuration: where to, and the bounds.
    ///   - resource: the process that the spans come from.
    ///   - metrics: makes the counters.
    ///   - clock: for delays and deadlines.
    ///   - random: for the waits between attempts.
    ///   - logger: told when exporting begins to fail, and when it works again.
    public init(
        _ configuration: OTLPConfiguration,
        resource: TraceResource,
        metrics: any MetricsFactory = MetricsSystem.factory,
        clock: any Clock<Duration> = ContinuousClock(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        logger: Logger
    ) {
        self.configuration = configuration
        self.queue = SpanQueue(capacity: configuration.queueSize, batchSize: configuration.batchSize)
        self.writer = SpanWriter(resource: resource, redaction: configuration.redaction, limits: configuration.limits)
        self.metrics = TraceMetrics(factory: metrics)
        self.clock = clock
        self.random = RandomSource(random)
        self.logger = logger
        let version = resource.attributes["telemetry.sdk.version"] ?? "0"
        self.userAgent = "OTel-OTLP-Exporter-Swift/\(version)"
        self.finishing = AsyncStream.makeStream(of: Never.self)
    }

    /// Takes a span that has ended. From any thread; never waits.
    package func take(_ span: SpanRecord) {
        if !self.queue.add(span) { self.metrics.count(.dropped) }
    }

    /// No more spans come; ``run()`` sends what waits and returns.
    public func finish() {
        self.queue.finish()
        self.finishing.continuation.finish()
    }

    /// Sends spans until ``finish()`` was called and all is sent, its deadline is past, or the task is cancelled. Called
    /// once.
    public func run() async {
        let http = HTTPClient(configuration: OTLPTransport.httpConfiguration(self.configuration))
        let transport = OTLPTransport(http: http, self.configuration, userAgent: self.userAgent, clock: self.clock)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.export(by: transport) }
            group.addTask { await self.hurryRegularly() }
            group.addTask { await self.waitForDeadline() }
            // The second never ends by itself: either all is sent, or the time is up.
            await group.next()
            group.cancelAll()
        }
        let left = self.queue.removeAll()
        self.metrics.count(.failed, by: left)
        if left > 0 { self.logger.warning("spans left unsent", metadata: ["spans": "\(left)"]) }
        // Nothing is under way any more; what a failing shutdown of connections means is nobody's concern.
        try? await http.shutdown()
    }

    private func export(by transport: OTLPTransport) async {
        while let batch = await self.queue.next() { await self.export(batch, by: transport) }
    }

    private func hurryRegularly() async {
        while (try? await self.clock.sleep(for: self.configuration.batchDelay)) != nil { self.queue.hurry() }
    }

    private func waitForDeadline() async {
        for await _ in self.finishing.stream {}
        // Cancelled when all was sent in time.
        try? await self.clock.sleep(for: self.configuration.flushDeadline)
    }
}

// MARK: - One batch

extension OTLPExporter {
    private func export(_ batch: [SpanRecord], by transport: OTLPTransport) async {
        do {
            let answer = try await self.configuration.retry.retrying(
                clock: self.clock,
                random: self.random.generator(),
                onFailure: { if case .willRetry = $0.outcome { self.metrics.count(.retried) } },
                verdict: { ($0 as? OTLPFailure)?.verdict ?? .giveUp },
                operation: { [body = try self.writer.request(batch)] _ in try await transport.send(body) }
            )
            self.succeeded(batch.count, answer)
        } catch {
            self.metrics.count(TraceMetrics.ExportResult.failed)
            self.metrics.count(TraceMetrics.SpanResult.failed, by: batch.count)
            self.failed(error)
        }
    }

    /// A collector may take some spans only, and says so in its answer. An answer that cannot be read says nothing.
    private func succeeded(_ count: Int, _ answer: [UInt8]) {
        let response = try? WireExportTraceServiceResponse(serializedBytes: answer)
        let rejected = min(max(0, Int(clamping: response?.partialSuccess.rejectedSpans ?? 0)), count)
        self.metrics.count(.ok)
        self.metrics.count(.exported, by: count - rejected)
        self.metrics.count(TraceMetrics.SpanResult.failed, by: rejected)
        if let partial = response?.partialSuccess, rejected > 0 || !partial.errorMessage.isEmpty {
            self.logger.warning(
                "collector refused spans",
                metadata: ["spans": "\(rejected)", "reason": "\(partial.errorMessage.prefix(256))"]
            )
        }
        if self.failing.withLock({ $0.succeeded() }) { self.logger.notice("spans exported again") }
    }

    private func failed(_ error: any Error) {
        // Cancelled: the time is up, which is said once for all.
        guard let failure = error as? OTLPFailure, self.failing.withLock({ $0.failed() }) else { return }
        self.logger.warning(
            "spans not exported",
            metadata: [
                "endpoint": "\(self.configuration.endpoint)", "reason": "\(failure.reason)",
                "advice": "\(failure.advice)",
            ]
        )
    }
}
