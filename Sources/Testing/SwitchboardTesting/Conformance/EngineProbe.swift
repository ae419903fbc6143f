// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// Takes down the events of an engine, and what is wrong with how they come: on which thread, from within which call.
final class EngineProbe<Event: Sendable>: Sendable {
    private struct State {
        var events: [Event] = []
        var complaints: [String] = []
        /// Set while the engine is inside a call in which it must not deliver.
        var silentCall: String?
        var isCancelled = false
    }

    private let eventLoop: any EventLoop
    private let isLast: @Sendable (Event) -> Bool
    private let ended: EventLoopPromise<Void>
    private let state = Mutex(State())

    init(on eventLoop: any EventLoop, isLast: @escaping @Sendable (Event) -> Bool) {
        self.eventLoop = eventLoop
        self.isLast = isLast
        self.ended = eventLoop.makePromise(of: Void.self)
    }

    deinit {
        // Promises must not be left; succeeding one twice does nothing.
        self.ended.succeed()
    }

    /// What came so far.
    var events: [Event] { self.state.withLock { $0.events } }

    /// Takes an event down.
    func take(_ event: Event) {
        let isOnLoop = self.eventLoop.inEventLoop
        self.state.withLock { state in
            if !isOnLoop { state.complaints.append("\(event) came on another thread than the event loop's") }
            if let call = state.silentCall { state.complaints.append("\(event) came before \(call) had returned") }
            if state.isCancelled { state.complaints.append("\(event) came after cancel()") }
            if let last = state.events.last, self.isLast(last) {
                state.complaints.append("\(event) came after the last event \(last)")
            }
            state.events.append(event)
        }
        if self.isLast(event) { self.ended.succeed() }
    }

    /// Makes a call from within which nothing may be delivered.
    func silently<Result>(_ call: String, _ body: () -> Result) -> Result {
        self.state.withLock { $0.silentCall = call }
        defer { self.state.withLock { $0.silentCall = nil } }
        return body()
    }

    /// From now on nothing may come.
    func cancelled() {
        self.state.withLock { $0.isCancelled = true }
    }

    /// Waits for the last event. Throws when it does not come in time.
    func waitForEnd(_ patience: Duration) async throws {
        let ended = self.ended
        let seen = self.events
        let alarm = self.eventLoop.scheduleTask(in: TimeAmount(patience)) {
            ended.fail(ConformanceFailure("no last event within \(patience); until then came \(seen)…"))
        }
        defer { alarm.cancel() }
        try await self.ended.futureResult.get()
    }

    /// Gives the engine time to say what it must not say.
    func linger(_ grace: Duration) async throws {
        try await self.eventLoop.scheduleTask(in: TimeAmount(grace)) {}.futureResult.get()
    }

    /// Throws the first thing that was wrong with how events came.
    func verify() throws {
        if let complaint = self.state.withLock({ $0.complaints.first }) { throw ConformanceFailure(complaint) }
    }
}
