// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
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
    private let engine: String
    private let logger: Logger

    /// Creates it; `engine` labels the metrics and names the breaker.
    public init(engine: String, logger: Logger) {
        self.engine = engine
        self.logger = logger
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
        Self.show(.closed, of: dependency)
        return { Self.show($0.to, of: dependency) }
    }

    private func note(_ transition: CircuitTransition) {
        Self.show(transition.to, of: self.engine)
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
    private static func show(_ state: CircuitState, of dependency: String) {
        Gauge(label: "switchboard_breaker_state", dimensions: [("dependency", dependency)]).record(state.level)
    }

    private func count(_ outcome: String, code: String = "none") {
        Counter(
            label: "switchboard_engine_connections_total",
            dimensions: [("engine", self.engine), ("outcome", outcome), ("code", code)]
        ).increment()
    }

    private func pool(_ outcome: String) {
        Counter(
            label: "switchboard_engine_pool_total",
            dimensions: [("engine", self.engine), ("outcome", outcome)]
        ).increment()
    }

    private func record(_ label: String, _ time: Duration) {
        Timer(label: label, dimensions: [("engine", self.engine)]).recordNanoseconds(
            time.components.seconds * 1_000_000_000 + time.components.attoseconds / 1_000_000_000
        )
    }
}
