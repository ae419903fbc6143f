// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore

/// How long a call's recogniser is away: one line in the log when it goes, one when it is back, and the time in
/// `switchboard_engine_outage_seconds`.
struct EngineOutage {
    private var since: NIODeadline?
    private var engine = ""
    /// How often the engine went away, and for how long altogether.
    private var count = 0
    private var total = Duration.zero

    /// Whether the engine is away.
    var isGoingOn: Bool { self.since != nil }

    /// As fields of the log.
    var facts: Logger.Metadata { Self.facts(of: [self]) }

    /// What several ears of one stream add up to, as fields of the log.
    static func facts(of outages: [EngineOutage]) -> Logger.Metadata {
        [
            "engine.outages": .stringConvertible(outages.reduce(0) { $0 + $1.count }),
            "engine.outage_ms": .stringConvertible(outages.reduce(.zero) { $0 + $1.total }.milliseconds),
        ]
    }

    /// The engine went away; `false` if that was known.
    mutating func begin(_ engine: String, at now: NIODeadline, _ logger: Logger) -> Bool {
        guard self.since == nil else { return false }
        self.since = now
        self.engine = engine
        self.count += 1
        logger.warning("recogniser cannot be reached", metadata: ["engine": "\(engine)"])
        return true
    }

    /// The engine is back; `false` if it was not away.
    mutating func end(at now: NIODeadline, _ logger: Logger) -> Bool {
        guard let away = self.settle(at: now) else { return false }
        let seconds = Double(away.milliseconds) / 1000
        logger.notice("recogniser is back", metadata: ["engine": "\(self.engine)", "away.seconds": "\(seconds)"])
        return true
    }

    /// The engine will not come back in this call; what is counted is the time until now.
    @discardableResult
    mutating func settle(at now: NIODeadline) -> Duration? {
        guard let since = self.since else { return nil }
        self.since = nil
        let away = Duration.nanoseconds((now - since).nanoseconds)
        self.total += away
        CallMetrics.process.engineOutage(self.engine).recordNanoseconds(away.milliseconds * 1_000_000)
        return away
    }
}
