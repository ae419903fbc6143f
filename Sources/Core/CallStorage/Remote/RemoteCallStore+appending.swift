// SPDX-License-Identifier: Apache-2.0

package import CallCore
import Resilience
import Synchronization

extension RemoteCallStore {
    /// Keeps events, all or none; see ``CallCore/CallStore/append(_:)``.
    ///
    /// One question to the store for calls that this server wrote to lately, and for new ones.
    @concurrent
    package func append(_ events: [CallEvent]) async throws -> [StoredCallEvent] {
        var batch = try RemoteAppend(events)
        for id in batch.calls {
            if let fold = self.cache.withLock({ $0.fold(id) }) { batch.take(folds: [fold], of: [id]) }
        }
        var conflicts = 0
        while true {
            switch try batch.next() {
            case .done(let stored): return stored
            case .askFolds(let calls): batch.take(folds: try await self.folds(of: calls), of: calls)
            case .askHistory(let call, let last):
                let history = try await self.history(of: call, through: last)
                guard !batch.take(history: history, of: call) else { continue }
                conflicts += 1
                try await self.wait(afterConflict: conflicts)
            case .write(let writing):
                let answer: RemoteAnswer.Append = try await self.ask("switchboard_append", bytes: writing.argument)
                guard answer.conflict else {
                    self.remember(writing.folds)
                    return writing.stored
                }
                conflicts += 1
                try self.take(answer, of: writing, into: &batch)
                try await self.wait(afterConflict: conflicts)
            }
        }
    }

    /// Erases calls that are over; see ``CallCore/CallStore/erase(_:limit:)``.
    @concurrent
    package func erase(_ selection: CallSelection, limit: Int) async throws -> Int {
        var erased = 0
        // In small groups, so that nobody waits for a lock for long.
        while erased < limit {
            let group = min(limit - erased, Self.erasedAtOnce)
            let argument = RemoteArgument.Erase(selection, limit: group)
            let answer: RemoteAnswer.Erase = try await self.ask("switchboard_erase", argument)
            erased += max(0, answer.erased)
            if answer.erased < group { break }
        }
        return erased
    }

    private static var erasedAtOnce: Int { 100 }

    // MARK: Asking

    private func folds(of calls: [CallID]) async throws -> [CallFold] {
        let answer: RemoteAnswer.Calls = try await self.ask(
            "switchboard_folds",
            RemoteArgument.Folds(calls: calls.map(\.rawValue))
        )
        return try answer.calls.map { try $0.fold() }
    }

    /// The events of a call from the first to the one with this number, or all if there are fewer.
    private func history(of call: CallID, through last: Int) async throws -> [StoredCallEvent] {
        var events: [StoredCallEvent] = []
        while events.count < last {
            let page = try await self.events(of: call, kind: nil, after: events.last?.sequence ?? 0)
            if page.isEmpty { break }
            events += page
        }
        return events
    }

    // MARK: Conflicts

    private func take(
        _ answer: RemoteAnswer.Append,
        of writing: RemoteAppend.Writing,
        into batch: inout RemoteAppend
    ) throws {
        let folds = try (answer.calls ?? []).map { try $0.fold() }
        let calls = writing.folds.map(\.record.id)
        self.cache.withLock { cache in
            for id in calls { cache.forget(id) }
            for fold in folds { cache.remember(fold) }
        }
        batch.take(folds: folds, of: calls)
        batch.take(known: try (answer.known ?? []).map { try $0.stored() })
    }

    private func remember(_ folds: [CallFold]) {
        self.cache.withLock { cache in
            for fold in folds { cache.remember(fold) }
        }
    }

    /// The first conflict is what one did not know, and knows now; those after it are others who write at the same time.
    private func wait(afterConflict conflicts: Int) async throws {
        guard conflicts < self.configuration.attempts else {
            throw StoreError(
                .unavailable,
                "others write to the same calls of the shared store; gave way \(conflicts) times"
            )
        }
        guard conflicts > 1 else { return }
        do {
            try await self.clock.sleep(for: self.configuration.backoff.delay(afterFailure: conflicts - 1))
        } catch {
            throw StoreError(.unavailable, "cancelled while others wrote to the same calls of the shared store")
        }
    }
}
