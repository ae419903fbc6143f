// SPDX-License-Identifier: Apache-2.0

public import Logging
public import NIOCore
import Synchronization

/// Keeps the door: while the machine has more to do than it can, new calls are answered like by a server whose lines
/// are all busy. Calls that are on the line are never touched.
///
/// ```swift
/// let load = OverloadGuard(logger: logger)
/// let manager = CallSessionManager(…, isOverloaded: { load.isOverloaded }, logger: logger)
/// let watch = LoopWatch(loops, load: load, logger: logger)   // tells it of the lag
/// ```
public final class OverloadGuard: Sendable {
    private let state: Mutex<Overload>
    private let memory: @Sendable () -> MemoryUse?
    private let monotonic: @Sendable () -> NIODeadline
    private let logger: Logger

    /// Creates an open door.
    ///
    /// - Parameters:
    ///   - bounds: when it shuts.
    ///   - memory: measures the process; `nil` where nothing is known.
    ///   - monotonic: a time that only goes forward.
    ///   - logger: says when the door shuts and opens, and why.
    public init(
        bounds: Overload.Bounds = Overload.Bounds(),
        memory: @escaping @Sendable () -> MemoryUse? = { MemoryUse.measure() },
        monotonic: @escaping @Sendable () -> NIODeadline = { .now() },
        logger: Logger
    ) {
        self.state = Mutex(Overload(bounds: bounds))
        self.memory = memory
        self.monotonic = monotonic
        self.logger = logger
        for reason in Overload.Reason.allCases { LoadMetrics.overloaded(reason, false) }
    }

    /// Whether no new call is let in.
    public var isOverloaded: Bool { !self.reasons.isEmpty }

    /// Why not.
    public var reasons: Set<Overload.Reason> { self.state.withLock { $0.reasons } }

    /// Takes the load of this moment into account; call it once a second or so.
    public func note(lag: LoopLag) {
        let share = self.memory().flatMap(\.share)
        let time = Duration.nanoseconds(Int64(clamping: self.monotonic().uptimeNanoseconds))
        let (before, after) = self.state.withLock { state in
            let before = state.reasons
            state.note(lag: lag.p99, memory: share, at: time)
            return (before, state.reasons)
        }
        for reason in before.symmetricDifference(after) { self.tell(reason, after.contains(reason), lag, share) }
    }

    private func tell(_ reason: Overload.Reason, _ isOverloaded: Bool, _ lag: LoopLag, _ share: Double?) {
        LoadMetrics.overloaded(reason, isOverloaded)
        let facts: Logger.Metadata = [
            "load.reason": "\(reason.rawValue)",
            "loop.lag_ms": "\(lag.p99.milliseconds)",
            "memory.percent": "\(share.map { Int($0 * 100) } ?? 0)",
        ]
        if isOverloaded {
            self.logger.warning("too much to do; new calls are answered as busy", metadata: facts)
        } else {
            self.logger.notice("new calls are welcome again", metadata: facts)
        }
    }
}
