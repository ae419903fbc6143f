// SPDX-License-Identifier: Apache-2.0

import CallCore
import CallStorage
import Foundation
import Logging
import Resilience
import SwitchboardTesting

/// A journal, a shared store with faults and what is between them, in a time that only the test moves.
struct DeliveryStage {
    let outbox = OutboxDouble()
    let shared = FaultyStore()
    let clock = ManualClock()
    let breaker: CircuitBreaker
    let delivery: JournalDelivery
    let reader: SharedReader
    let erasure: SharedStoreErasure
    let store: SharedCallStore

    /// The wall clock stands still.
    static let now = Date(timeIntervalSince1970: 1_700_010_000)

    init(
        metrics: DeliveryMetrics = DeliveryMetrics(),
        tracer: CallTracer? = nil,
        _ change: (inout JournalDelivery.Configuration) -> Void = { _ in }
    ) {
        var configuration = JournalDelivery.Configuration()
        change(&configuration)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        self.breaker = CircuitBreaker(
            name: "store",
            policy: SharedReader.breakerPolicy,
            clock: self.clock,
            random: DeliverySeed(2)
        )
        self.delivery = JournalDelivery(
            name: "postgres",
            outbox: self.outbox,
            store: self.shared,
            breaker: self.breaker,
            configuration: configuration,
            clock: self.clock,
            wallClock: { Self.now },
            random: DeliverySeed(3),
            metrics: metrics,
            tracer: tracer,
            logger: logger
        )
        self.reader = SharedReader(
            shared: self.shared,
            journal: self.outbox,
            breaker: self.breaker,
            clock: self.clock,
            wallClock: { Self.now },
            metrics: metrics,
            logger: logger
        )
        self.erasure = SharedStoreErasure(
            shared: self.shared,
            journal: self.outbox,
            delivery: self.delivery,
            clock: self.clock
        )
        self.store = SharedCallStore(
            journal: self.outbox,
            delivery: self.delivery,
            reader: self.reader,
            erasure: self.erasure
        )
    }

    /// Runs a test beside the delivery, then cancels it and waits for its end.
    func running<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await self.delivery.run() }
            let value = try await self.movingTheClock(until: body)
            group.cancelAll()
            return value
        }
    }

    /// Moves the clock, a tenth of a second at a time, until something has come.
    func movingTheClock<Value: Sendable>(
        until value: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await value() }
            group.addTask { [clock] in
                while !Task.isCancelled {
                    clock.advance(by: .milliseconds(100))
                    for _ in 0..<20 { await Task.yield() }
                }
                return nil
            }
            defer { group.cancelAll() }
            while let result = try await group.next() { if let result { return result } }
            throw CancellationError()
        }
    }

    /// Waits, under a moving clock, until something is so. The test's time limit bounds it.
    func wait(until condition: @Sendable () async throws -> Bool) async throws {
        while try await !condition() {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    /// Waits until the journal has nothing to deliver.
    func waitForDelivery() async throws {
        try await self.wait { await self.outbox.backlog().events == 0 }
    }

    /// What the shared store has of a call, in the order of arrival.
    func kept(_ call: CallID) async -> [EventID] { await self.shared.kept.events(of: call).map(\.event.id) }
}
