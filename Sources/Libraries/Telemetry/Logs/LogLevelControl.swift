// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Changes the levels of a ``LogOutput`` while the program runs: for good, or for a while.
///
/// ```swift
/// let control = LogLevelControl(output)
/// control.set(try LogLevels("info,Calls=debug"), for: .seconds(600))
/// await control.run { levels in … }   // takes back what was for a while
/// ```
public final class LogLevelControl: Sendable {
    /// The levels as they are.
    public struct Status: Sendable, Equatable {
        /// In force.
        public var levels: LogLevels
        /// In force once those that are for a while are over; the same where none are.
        public var standing: LogLevels
        /// For how long ``levels`` are in force; `nil` for good.
        public var left: Duration?

        /// Creates a status.
        public init(levels: LogLevels, standing: LogLevels, left: Duration? = nil) {
            self.levels = levels
            self.standing = standing
            self.left = left
        }
    }

    private struct State {
        var standing: LogLevels
        /// When what is in force for a while is over, by the control's time.
        var end: Duration?
    }

    /// How long levels may be changed for a while: from one second to a day.
    public static let allowed: ClosedRange<Duration> = .seconds(1) ... .seconds(86_400)

    private let output: LogOutput
    private let sleep: @Sendable (Duration) async throws -> Void
    private let now: @Sendable () -> Duration
    private let state: Mutex<State>

    /// A control of an output, whose levels now are those that stand.
    public init(_ output: LogOutput, clock: some Clock<Duration> = ContinuousClock()) {
        let start = clock.now
        self.output = output
        self.now = { start.duration(to: clock.now) }
        self.sleep = { try await clock.sleep(for: $0) }
        self.state = Mutex(State(standing: output.levels))
    }

    /// These levels hold from now on; what was for a while is over.
    public func set(_ levels: LogLevels) {
        self.state.withLock { state in
            state = State(standing: levels)
            self.output.use(levels)
        }
    }

    /// These levels hold for so long, to the second; then what stands holds again. Bounded by ``allowed``.
    public func set(_ levels: LogLevels, for duration: Duration) {
        let duration = min(max(duration, Self.allowed.lowerBound), Self.allowed.upperBound)
        self.state.withLock { state in
            state.end = self.now() + duration
            self.output.use(levels)
        }
    }

    /// The levels as they are.
    public var status: Status {
        self.state.withLock { state in
            let left = state.end.map { max(.zero, $0 - self.now()) }
            return Status(levels: self.output.levels, standing: state.standing, left: left)
        }
    }

    /// Takes back what was for a while, until it is cancelled. `onReturn` is told which levels hold again.
    public func run(onReturn: @Sendable (LogLevels) -> Void = { _ in }) async {
        while (try? await self.sleep(.seconds(1))) != nil {
            if let standing = self.returnIfDue() { onReturn(standing) }
        }
    }

    private func returnIfDue() -> LogLevels? {
        self.state.withLock { state in
            guard let end = state.end, end <= self.now() else { return nil }
            state.end = nil
            self.output.use(state.standing)
            return state.standing
        }
    }
}
