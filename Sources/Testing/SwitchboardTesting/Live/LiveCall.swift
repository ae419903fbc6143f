// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// A call as the rest of Twilio sees it while it runs: what the REST API, other legs and listeners may do to it.
///
/// The call itself is a ``CallRun``, which nobody else can reach; orders are left here and the bell is rung.
final class LiveCall: Sendable {
    let call: SimulatedCall
    let webhooks: WebhookClient
    let report: @Sendable (SimulatedCallEvent) -> Void
    let twilio: SimulatedTwilio
    /// Rung whenever the call has to look up from what it does.
    let bell = Doorbell()
    /// What streams beside the call.
    let streams = BackgroundStreams()

    private struct State {
        var order: CallOrder?
        var changes: [CallChange] = []
        var interrupt: (@Sendable () -> Void)?
        var nextTap = 0
        var taps: [(id: Int, tap: any CallAudioTap)] = []
        var isOver = false
        /// Bells of other legs, rung with ours.
        var followers: [Doorbell] = []
        var callbacks: [(report: CallbackReport, warning: String?)] = []
    }

    private let state = Mutex(State())

    init(
        call: SimulatedCall,
        webhooks: WebhookClient,
        twilio: SimulatedTwilio,
        report: @escaping @Sendable (SimulatedCallEvent) -> Void
    ) {
        self.call = call
        self.webhooks = webhooks
        self.twilio = twilio
        self.report = report
    }

    var sid: String { self.call.sid }
    var isOver: Bool { self.state.withLock { $0.isOver } }

    // MARK: Orders

    /// Gives an order; a later one replaces an earlier one that was not obeyed yet, except the order to end.
    ///
    /// - Returns: `false` when the call is over.
    @discardableResult
    func give(_ order: CallOrder) -> Bool {
        let (isTaken, interrupt) = self.state.withLock { state -> (Bool, (@Sendable () -> Void)?) in
            guard !state.isOver else { return (false, nil) }
            if case .end? = state.order { return (true, nil) }
            state.order = order
            return (true, state.interrupt)
        }
        interrupt?()
        self.ring()
        return isTaken
    }

    /// Wakes this call, and those that depend on it.
    private func ring() {
        self.bell.ring()
        for follower in self.state.withLock({ $0.followers }) { follower.ring() }
    }

    /// Rings another leg's bell with ours.
    func follow(_ bell: Doorbell) {
        self.state.withLock { $0.followers.append(bell) }
    }

    func unfollow(_ bell: Doorbell) {
        self.state.withLock { $0.followers.removeAll { $0 === bell } }
    }

    /// Whether an order waits to be obeyed.
    var hasOrder: Bool { self.state.withLock { $0.order != nil } }

    /// Takes the order that waits.
    func takeOrder() -> CallOrder? {
        self.state.withLock { state in
            defer { state.order = nil }
            return state.order
        }
    }

    /// Runs something that an order ends early, such as a socket; `interrupt` is called from any thread, at most once
    /// or twice, also when the order was there before.
    func interruptible<Result>(
        by interrupt: @escaping @Sendable () -> Void,
        _ body: () async throws -> Result
    ) async rethrows -> Result {
        let isOrdered = self.state.withLock { state in
            state.interrupt = interrupt
            return state.order != nil
        }
        if isOrdered { interrupt() }
        defer { self.state.withLock { $0.interrupt = nil } }
        return try await body()
    }

    /// Changes something about the call that takes effect without interrupting it.
    func change(_ change: CallChange) {
        self.state.withLock { $0.changes.append(change) }
        self.bell.ring()
    }

    func takeChanges() -> [CallChange] {
        self.state.withLock { state in
            defer { state.changes.removeAll() }
            return state.changes
        }
    }

    // MARK: Listening in

    /// Lets somebody listen in.
    ///
    /// - Returns: what ``removeTap(_:)`` wants to know; `nil` when the call is over.
    func addTap(_ tap: any CallAudioTap) -> Int? {
        let id = self.state.withLock { state -> Int? in
            guard !state.isOver else { return nil }
            state.nextTap += 1
            state.taps.append((state.nextTap, tap))
            return state.nextTap
        }
        self.bell.ring()
        return id
    }

    /// Stops it; the tap is not told.
    func removeTap(_ id: Int) {
        self.state.withLock { $0.taps.removeAll { $0.id == id } }
    }

    var hasTaps: Bool { self.state.withLock { !$0.taps.isEmpty } }

    /// Lets everybody who listens in hear 20 ms.
    func hear(_ frame: @autoclosure () -> CallAudioFrame) {
        let taps = self.state.withLock { $0.taps }
        guard !taps.isEmpty else { return }
        let frame = frame()
        for (_, tap) in taps { tap.hear(frame) }
    }

    // MARK: The end

    /// Keeps what became of a callback that was posted beside the call.
    func keep(_ posted: (report: CallbackReport, warning: String?)) {
        self.state.withLock { $0.callbacks.append(posted) }
    }

    func takeCallbacks() -> [(report: CallbackReport, warning: String?)] {
        self.state.withLock { state in
            defer { state.callbacks.removeAll() }
            return state.callbacks
        }
    }

    /// The call takes no orders any more and its listeners hear nothing any more.
    func end() {
        let taps = self.state.withLock { state in
            state.isOver = true
            defer { state.taps.removeAll() }
            return state.taps
        }
        for (_, tap) in taps { tap.callEnded() }
        self.ring()
    }
}
