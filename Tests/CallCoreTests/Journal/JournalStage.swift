// SPDX-License-Identifier: Apache-2.0

import Logging
import SwitchboardTesting

@testable import CallCore

/// A journal on a ledger, with a clock that only a test moves.
struct JournalStage {
    let store = LedgerStore()
    let clock = ManualClock()
    let journal: CallJournal
    let call = CallInfo.sample().id

    init(_ configuration: CallJournal.Configuration = CallJournal.Configuration()) {
        self.journal = CallJournal(
            store: self.store,
            configuration: configuration,
            clock: self.clock,
            randomness: SeededGenerator(seed: 3),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    func key(_ number: Int) -> CallEvent {
        self.journal.event(.digit("\(number)", at: .zero), in: self.call)
    }

    /// Runs a test beside the journal, then cancels the journal and waits for its end.
    func running(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await self.journal.run() }
            try await body()
            group.cancelAll()
        }
    }

    /// Moves the clock whenever the journal waits for its store, until something has come.
    func movingTheClock<Value: Sendable>(
        until value: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await value() }
            group.addTask { [clock] in
                while !Task.isCancelled {
                    clock.advance(by: .seconds(10))
                    await Task.yield()
                }
                return nil
            }
            defer { group.cancelAll() }
            while let result = try await group.next() { if let result { return result } }
            throw CancellationError()
        }
    }

    /// The keys that were stored, in order.
    var stored: [String] {
        get async {
            await self.store.kinds.compactMap { if case .digit(let key, _) = $0 { key } else { nil } }
        }
    }
}

extension StoreError {
    static let away = StoreError(.unavailable, "The store is away.")
}
