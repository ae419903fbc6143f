// SPDX-License-Identifier: Apache-2.0

import CallCore
public import CoreMetrics
public import Deepgram
public import Logging
public import Resilience

/// Counts what happens to an engine's connections, and tells operators when its circuit breaker opens and closes.
///
/// ```swift
/// let metrics = ListenMetrics(engine: "deepgram", logger: logger)
/// let dialler = GuardedDialler(over: client, onEvent: { metrics.note($0) })
/// ```
public struct ListenMetrics: Sendable {
    private struct Attempt: Hashable {
        let outcome: String
        let code: String
    }

    private let engine: String
    private let logger: Logger
    private let attempts: MetricSeries<Attempt, Counter>
    private let pooled: MetricSeries<String, Counter>
    private let times: MetricSeries<String, CoreMetrics.Timer>
    private let breaker: MetricSeries<String, Gauge>

    /// Creates it; `engine` labels the metrics and names the breaker.
    public init(engine: String, logger: Logger, metrics: any MetricsFactory = MetricsSystem.factory) {
        self.engine = engine
        self.logger = logger
        self.attempts = MetricSeries("switchboard_engine_connections_total", atMost: 32, metrics) {
            [("engine", engine), ("outcome", $0.outcome), ("code", $0.code)]
        }
        self.pooled = MetricSeries("switchboard_engine_pool_total", atMost: 8, metrics) {
            [("engine", engine), ("outcome", $0)]
        }
        self.times = MetricSeries(atMost: 2) {
            Timer(label: $0, dimensions: [("engine", engine)], factory: metrics)
        }
        self.breaker = Self.breakers(metrics)
    }

    /// Takes an event.
    public func note(_ event: ListenEvent) {
        switch event {
        case .dialled: self.count("dialled")
        case .opened(let time): self.record("switchboard_engine_connect_seconds", time)
        case .failed(let code): self.count("failed", code: code.description)
        case .refused(let code): self.count("refused", code: code.description)
        case .waited(let time): self.record("switchboard_engine_connect_wait_seconds", time)
        case .poolHit: self.pool("hit")
        case .poolMiss: self.pool("miss")
        case .poolRefilled: self.pool("refilled")
        case .poolRefillFailed: self.pool("refill_failed")
        case .poolEvicted: self.pool("evicted")
        case .poolReturned: self.pool("returned")
        case .circuit(let transition): self.note(transition)
        }
    }

    /// For a breaker of its own: keeps `switchboard_breaker_state{dependency}`.
    public static func breaker(_ dependency: String) -> @Sendable (CircuitTransition) -> Void {
        let gauge = Self.breakers(MetricsSystem.factory)[dependency]
        gauge.record(CircuitState.closed.level)
        return { gauge.record($0.to.level) }
    }

    private func note(_ transition: CircuitTransition) {
        self.breaker[self.engine].record(transition.to.level)
        let metadata: Logger.Metadata = [
            "breaker.dependency": "\(self.engine)", "breaker.state": "\(transition.to.rawValue)",
            "breaker.reason": "\(transition.reason)",
        ]
        switch transition.to {
        case .open: self.logger.error("engine is left alone", metadata: metadata)
        case .closed: self.logger.notice("engine is asked again", metadata: metadata)
        case .halfOpen: self.logger.debug("engine is probed", metadata: metadata)
        }
    }

    /// 0 closed, 0.5 half open, 1 open.
    private static func breakers(_ factory: any MetricsFactory) -> MetricSeries<String, Gauge> {
        MetricSeries("switchboard_breaker_state", atMost: 1, factory) { [("dependency", $0)] }
    }

    private func count(_ outcome: String, code: String = "none") {
        self.attempts[Attempt(outcome: outcome, code: code)].increment()
    }

    private func pool(_ outcome: String) {
        self.pooled[outcome].increment()
    }

    private func record(_ label: String, _ time: Duration) {
        self.times[label].recordNanoseconds(
            time.components.seconds * 1_000_000_000 + time.components.attoseconds / 1_000_000_000
        )
    }
}
