// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import DequeModule
import Logging
import Synchronization

extension CallJournal {
    private enum Attempt {
        case stored([StoredCallEvent])
        case rejected(StoreError)
        case failed(any Error)
    }

    /// Stores what is queued until the task is cancelled; then makes one last attempt and returns. Called once.
    public func run() async {
        let isFirst = self.state.withLock { state in
            defer { state.hasRun = true }
            return !state.hasRun
        }
        precondition(isFirst, "CallJournal.run called twice")
        while !Task.isCancelled {
            let batch = self.takeBatch()
            if batch.isEmpty {
                await self.waitForWork()
            } else {
                await self.store(batch, isLastAttempt: false)
                await self.gather()
            }
        }
        while let batch = self.takeLastBatch() { await self.store(batch, isLastAttempt: true) }
        self.broadcaster.finish()
    }

    private func takeBatch() -> [Entry] {
        self.state.withLock { self.takeBatch(from: &$0) }
    }

    /// `nil`, and no event is taken any more, when all are settled.
    private func takeLastBatch() -> [Entry]? {
        self.state.withLock { state in
            state.hasStopped = state.queue.isEmpty
            return state.hasStopped ? nil : self.takeBatch(from: &state)
        }
    }

    private func takeBatch(from state: inout State) -> [Entry] {
        let count = min(state.queue.count, max(self.configuration.batch, 1))
        defer { state.queue.removeFirst(count) }
        return Array(state.queue.prefix(count))
    }

    /// Under load, lets the group that has begun to form while the last one was written become larger.
    private func gather() async {
        guard self.configuration.gathering > .zero else { return }
        let count = self.state.withLock { $0.queue.count }
        guard count > 0, count < self.configuration.batch else { return }
        // Cancelled: it goes on at once.
        try? await self.clock.sleep(for: self.configuration.gathering)
    }

    private func waitForWork() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let wakeNow = self.state.withLock { state in
                    guard state.queue.isEmpty, !state.isStopping else { return true }
                    state.waker = continuation
                    return false
                }
                if wakeNow { continuation.resume() }
            }
        } onCancel: {
            let waker = self.state.withLock { state in
                state.isStopping = true
                return state.waker.take()
            }
            waker?.resume()
        }
    }

    /// Stores a batch in order; again and again while the store is away, one by one when it will not have the group. What
    /// is left of it when the task is cancelled goes back to the head of the queue, or is lost if this was the last
    /// attempt.
    private func store(_ batch: [Entry], isLastAttempt: Bool) async {
        var rest = batch[...]
        var size = batch.count
        var wait = self.configuration.firstWait
        while !rest.isEmpty {
            let group = rest.prefix(size)
            switch await self.attempt(group.map(\.event)) {
            case .stored(let stored):
                self.succeeded(group, stored)
                rest = rest.dropFirst(group.count)
                wait = self.configuration.firstWait
            case .rejected(let error):
                if group.count == 1 {
                    self.rejected(group[group.startIndex], error)
                    rest = rest.dropFirst()
                }
                size = 1
            case .failed(let error):
                self.failed(error)
                if isLastAttempt { return self.lost(rest, error) }
                guard await self.pause(wait) else { return self.giveBack(rest) }
                wait = min(wait * 2, self.configuration.longestWait)
            }
        }
    }

    /// Asks the store in a task of its own, which is not cancelled with the journal's: stores built on cancellable calls
    /// would roll back the last events of a shutdown.
    private func attempt(_ events: [CallEvent]) async -> Attempt {
        do {
            let stored = try await Task { [store] in try await store.append(events) }.value
            guard stored.count == events.count else {
                throw StoreError(.unavailable, "The store answered \(stored.count) of \(events.count) events.")
            }
            return .stored(stored)
        } catch let error as StoreError where error.code == .rejected {
            return .rejected(error)
        } catch {
            return .failed(error)
        }
    }

    private func pause(_ wait: Duration) async -> Bool {
        let jitter = self.randomness.withLock { Double.random(in: 0...1, using: &$0) }
        return (try? await self.clock.sleep(for: wait * jitter)) != nil
    }
}

// MARK: - What became of events

extension CallJournal {
    private func succeeded(_ group: ArraySlice<Entry>, _ stored: [StoredCallEvent]) {
        let hasRecovered = self.state.withLock { state in
            defer {
                state.failures = 0
                state.lastError = nil
            }
            return state.failures > 0
        }
        if hasRecovered { self.logger.notice("store works again") }
        for (entry, event) in zip(group, stored) {
            self.broadcaster.publish(event)
            entry.completion?(.success(event))
        }
        self.settle(group.count)
    }

    private func rejected(_ entry: Entry, _ error: StoreError) {
        self.state.withLock { $0.rejected += 1 }
        CallMetrics.process.journalRejected.increment()
        self.logger.error(
            "store will never take an event",
            metadata: ["call.sid": "\(entry.event.call)", "event.id": "\(entry.event.id)", "error": "\(error.message)"]
        )
        entry.completion?(.failure(error))
        self.settle(1)
    }

    private func failed(_ error: any Error) {
        let text = (error as? StoreError)?.message ?? "\(type(of: error))"
        let isFirst = self.state.withLock { state in
            state.failures += 1
            state.lastError = text
            return state.failures == 1
        }
        if isFirst { self.logger.error("store fails; calls go on, events wait", metadata: ["error": "\(text)"]) }
    }

    private func lost(_ rest: ArraySlice<Entry>, _ error: any Error) {
        let reason = StoreError(.unavailable, "The journal ended before the store came back.", cause: error)
        self.logger.critical("events lost at shutdown", metadata: ["events": "\(rest.count)"])
        for entry in rest { entry.completion?(.failure(reason)) }
        self.settle(rest.count)
    }

    private func giveBack(_ rest: ArraySlice<Entry>) {
        self.state.withLock { $0.queue.prepend(contentsOf: rest) }
    }

    /// Events are settled in the order in which they were queued.
    private func settle(_ count: Int) {
        let flushes = self.state.withLock { state in
            state.settled += count
            let settled = state.settled
            defer { state.flushes.removeAll { $0.target <= settled } }
            return state.flushes.filter { $0.target <= settled }
        }
        for flush in flushes { flush.waiter.settle(.success(())) }
    }
}
