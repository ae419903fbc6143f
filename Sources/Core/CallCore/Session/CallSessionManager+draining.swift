// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore
import Synchronization

// Cleaning up and shutting down.
extension CallSessionManager {
    /// Cleans up until the task is cancelled.
    public func run() async {
        while (try? await self.clock.sleep(for: self.configuration.cleanupInterval)) != nil {
            await self.forgetExpiredPasses()
        }
    }

    /// Gives back the places of calls whose stream never came, or came and never said who it was.
    func forgetExpiredPasses() async {
        let now = self.monotonic()
        let (expired, mute) = self.state.withLock { state in
            let expired = state.pending.values.filter { $0.expires <= now }
            for pending in expired { state.pending[pending.grant.info.id] = nil }
            // Usually its handler has given the place back; a socket that was lost while it was opened had none.
            let mute = state.opening.filter { $0.value.expires <= now }
            for place in mute.keys { state.opening[place] = nil }
            return (
                expired.filter { state.live[$0.grant.info.id] == nil },
                mute.values.compactMap(\.grant).filter { state.live[$0.info.id] == nil }
            )
        }
        for grant in mute { self.noteMissingStream(of: grant) }
        await withDiscardingTaskGroup { group in
            for pending in expired {
                group.addTask {
                    if await !self.streamsElsewhere(pending) { self.noteMissingStream(of: pending.grant) }
                }
            }
        }
    }

    /// Whether another server has the stream that was let in here: behind a load balancer it may come in at any. What the
    /// store does not say in time counts as no.
    private func streamsElsewhere(_ pending: Pending) async -> Bool {
        let call = pending.grant.info.id
        let events = await self.journal.ask(within: self.configuration.lookupDeadline) {
            try await $0.events(of: call)
        }
        guard let events else { return false }
        let grant = pending.grant
        if grant.purpose != .listening, let earlier = grant.memory?.streams ?? (grant.isResumed ? nil : 0) {
            return ConversationMemory(events).streams > earlier
        }
        return events.contains { stored in
            guard case .streamStarted(_, _, _, _, let purpose) = stored.event.kind else { return false }
            return (purpose == .listening) == (grant.purpose == .listening) && stored.event.time > pending.issued
        }
    }

    func noteMissingStream(of grant: StreamGrant) {
        let call = grant.info.id
        if grant.purpose == .listening {
            // The call itself goes on: it never depended on this stream.
            self.metrics.calls.listeningEnded(.neverStreamed).increment()
        } else {
            self.metrics.calls.ended(grant.info.direction, .neverStreamed).increment()
        }
        self.logger.notice(
            "call never opened its stream",
            metadata: ["call.sid": "\(call)", "stream.purpose": "\(grant.purpose.rawValue)"]
        )
        self.journal.enqueue(
            self.journal.event(.streamEnded(.neverStreamed, purpose: grant.purpose), in: call)
        )
    }

    /// Lets no call in any more; those that go on are not disturbed. For the moment a shutdown is asked for, whatever has to
    /// end before ``drain(within:)`` begins.
    public func beginDraining() {
        self.state.withLock { $0.isDraining = true }
    }

    /// Lets no call in any more, waits for those that go on and those whose stream is on its way, and in the end closes
    /// the streams so that Twilio asks what comes next.
    ///
    /// - Parameter limit: how long calls may go on; `nil` for the configured time.
    /// - Returns: how many callers are still on the line, because their stream had to be closed or never came.
    @discardableResult
    public func drain(within limit: Duration? = nil) async -> Int {
        self.beginDraining()
        let limit = limit ?? self.configuration.drainDeadline
        if await self.wait(atMost: limit, until: { !$0.hasStreams && !$0.expectsStreams($1) }) { return 0 }
        let now = self.monotonic()
        let expected = self.state.withLock { $0.pending.values.count { $0.expires > now } }
        let count = self.state.withLock { $0.live.count }
        self.logger.notice("closing streams for shutdown", metadata: ["calls": "\(count)"])
        await self.tellAll { $0.requestDrain() }
        let half = self.configuration.closingDeadline / 2
        if await self.wait(atMost: half, until: { state, _ in !state.hasStreams }) { return count + expected }
        await self.tellAll { $0.requestStop(.drained, next: .resume) }
        // The line is closed by now, and the caller asked elsewhere; what is still to come are words.
        _ = await self.wait(
            atMost: max(
                half,
                self.configuration.session.longestLastWords + .seconds(1),
                self.configuration.listening.longestLastWords + .seconds(1)
            ),
            until: { state, _ in !state.hasStreams }
        )
        return count + expected
    }

    /// Tells a small group at a time; those that have ended meanwhile need not be told.
    private func tellAll(_ what: (any LiveCall) -> Void) async {
        let live = self.state.withLock { Array($0.live.values) }
        let size = max(1, self.configuration.closingGroup)
        for start in stride(from: 0, to: live.count, by: size) {
            if start > 0 { try? await self.clock.sleep(for: self.configuration.closingPause) }
            for session in live[start..<min(start + size, live.count)] { what(session) }
        }
    }

    private func wait(atMost limit: Duration, until isReached: (State, NIODeadline) -> Bool) async -> Bool {
        let step = Duration.milliseconds(100)
        var waited = Duration.zero
        while !self.state.withLock({ isReached($0, self.monotonic()) }) {
            guard waited < limit, (try? await self.clock.sleep(for: step)) != nil else { return false }
            waited += step
        }
        return true
    }
}
