// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// One round: which calls there are, and what became of those that are quiet.
extension Janitor {
    /// Looks once through the list, or through its next part.
    func round() async {
        // What the store tells is not the latest while it does not keep up.
        guard self.manager.journal.status.failures == 0 else { return }
        do {
            var due = try await self.endedCalls()
            due += self.shuffle(try await self.dueCalls()).prefix(max(0, self.configuration.looks - due.count))
            await self.look(at: due)
        } catch is CancellationError {
            return
        } catch {
            // A place in the list that the store does not know any more would be unknown next time as well.
            self.memory.withLock { $0.turns(to: nil) }
            self.logger.warning(
                "store cannot be read; no forgotten calls are looked for",
                metadata: ["error": "\(error)"]
            )
        }
    }

    /// Calls of the list that are worth a look now, newest first.
    private func dueCalls() async throws -> [CallRecord] {
        var due: [CallRecord] = []
        for _ in 0..<max(1, self.configuration.pages) {
            var query = CallQuery(
                limit: self.configuration.page,
                cursor: self.memory.withLock { $0.cursor },
                isActive: true
            )
            query.receivedBefore = self.manager.journal.now.addingTimeInterval(
                -(self.configuration.patience / .seconds(1))
            )
            let page = try await self.manager.journal.reader.calls(query)
            let now = self.monotonic()
            due += page.calls.filter { call in
                !self.manager.has(call.id) && self.memory.withLock { $0.meets(call.id, at: now) }
            }
            self.memory.withLock { $0.turns(to: page.next) }
            if page.next == nil { break }
        }
        return due
    }

    /// Calls whose end the carrier has told a while ago, and of which the record does not tell how they ended.
    private func endedCalls() async throws -> [CallRecord] {
        let now = self.monotonic()
        let ended = self.memory.withLock { $0.takeEnded(at: now, atMost: self.configuration.looks) }
        var open: [CallRecord] = []
        for call in ended where !self.manager.has(call) {
            guard let record = try await self.manager.journal.reader.call(call) else { continue }
            if !ForgottenCall.afterthought(on: record).isEmpty { open.append(record) }
        }
        return open
    }

    private func look(at calls: [CallRecord]) async {
        var rest = calls[...]
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, self.configuration.concurrency) {
                guard let call = rest.popFirst() else { break }
                group.addTask { await self.look(at: call) }
            }
            while await group.next() != nil {
                guard !Task.isCancelled, let call = rest.popFirst() else { continue }
                group.addTask { await self.look(at: call) }
            }
        }
    }

    private func look(at call: CallRecord) async {
        JanitorMetrics.looks.increment()
        do {
            let events = try await self.manager.journal.reader.events(of: call.id)
            guard let latest = events.map(\.event.time).max() else { return }
            let quiet = Duration.microseconds(self.manager.journal.now.microseconds - latest.microseconds)
            if !call.status.isTerminal {
                try await self.look(at: call, latest, quietFor: quiet)
            } else if quiet >= self.configuration.patience {
                try await self.close(call.id, latest) { ForgottenCall.afterthought(on: $0) }
            } else {
                self.carrierEnded(call.id)
            }
        } catch {
            // The next round comes; a cancellation ends this one anyway.
            self.logger.debug(
                "forgotten call could not be looked at",
                metadata: ["call.sid": "\(call.id)", "error": "\(error)"]
            )
            self.postpone(call.id)
        }
    }

    private func look(at call: CallRecord, _ latest: Date, quietFor quiet: Duration) async throws {
        let bounds = self.configuration
        let step = self.memory.withLock { memory in memory.about(call.id) { $0.hears(quietFor: quiet, bounds) } }
        guard step == .ask, let answer = await self.ask(about: call) else { return self.postpone(call.id) }
        let closing = self.memory.withLock { memory in
            memory.about(call.id) { $0.takes(answer, of: call, quietFor: quiet, bounds) } ?? []
        }
        guard !closing.isEmpty else { return self.postpone(call.id) }
        try await self.close(call.id, latest) { _ in closing }
        self.memory.withLock { $0.forget(call.id) }
    }

    private func postpone(_ call: CallID) {
        let (now, jitter) = (self.monotonic(), self.draw(0.75...1.25))
        self.memory.withLock { memory in
            _ = memory.about(call) { $0.postpone(from: now, jitter: jitter, self.configuration) }
        }
    }
}
