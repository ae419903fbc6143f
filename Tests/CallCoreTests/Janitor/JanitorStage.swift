// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import NIOCore
import SwitchboardTesting
import Synchronization
import Testing

@testable import CallCore

/// Servers with a janitor each, in front of one store and one carrier, in virtual time.
final class JanitorStage: Sendable {
    /// One of the servers.
    struct Server: Sendable {
        let journal: CallJournal
        let manager: CallSessionManager
        let janitor: Janitor
    }

    static let start = Date(timeIntervalSince1970: 1_800_000_000)
    let store: InMemoryCallStore
    let carrier = ScriptedCarrier()
    /// Within which spans the carrier was asked.
    let spans = SpanNotes()
    let clock = ManualClock()
    let servers: [Server]
    private let time: Time

    private final class Time: Sendable {
        let passed = Mutex(Duration.seconds(1_000_000))
    }

    init(
        servers count: Int = 1,
        hasCarrier: Bool = true,
        tracer: CallTracer? = nil,
        seed: UInt64 = 7,
        _ change: (inout Janitor.Configuration) -> Void = { _ in }
    ) {
        var configuration = Janitor.Configuration()
        change(&configuration)
        let (store, time) = (InMemoryCallStore(), Time())
        let (bounds, carrier, clock, spans) = (configuration, self.carrier, self.clock, self.spans)
        self.store = store
        self.time = time
        self.servers = (0..<count).map { number in
            let journal = CallJournal(
                store: store,
                clock: clock,
                wallClock: { Self.date(time.passed.withLock { $0 }) },
                randomness: SeededGenerator(seed: seed + UInt64(number) * 100),
                logger: .silent
            )
            let manager = CallSessionManager(
                dialogue: Dialogue(
                    prompts: DialoguePrompts(),
                    policy: DialoguePolicy(),
                    responder: ScriptedResponder(saying: "yes")
                ),
                recogniser: ScriptedEars(),
                synthesiser: ScriptedVoice(),
                journal: journal,
                clock: clock,
                monotonic: { Self.deadline(time.passed.withLock { $0 }) },
                tracer: tracer,
                logger: .silent
            )
            let janitor = Janitor(
                manager: manager,
                carrier: hasCarrier ? TracedCarrier(base: carrier, spans: spans) : nil,
                configuration: bounds,
                name: { EventID(rawValue: $0.joined(separator: "/")) },
                clock: clock,
                monotonic: { Self.deadline(time.passed.withLock { $0 }) },
                randomness: SeededGenerator(seed: seed + UInt64(number)),
                logger: .silent
            )
            return Server(journal: journal, manager: manager, janitor: janitor)
        }
    }

    private static func date(_ passed: Duration) -> Date { Self.start.addingTimeInterval(passed / .seconds(1)) }

    private static func deadline(_ passed: Duration) -> NIODeadline {
        .uptimeNanoseconds(UInt64(passed / .nanoseconds(1)))
    }

    /// Runs a test while the journals run.
    func running(_ body: (JanitorStage) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for server in self.servers { group.addTask { await server.journal.run() } }
            try await body(self)
            group.cancelAll()
        }
    }

    func passes(_ duration: Duration) {
        self.time.passed.withLock { $0 += duration }
    }

    /// Keeps events of a call as if another server had stored them now.
    @discardableResult
    func happens(_ kinds: CallEvent.Kind..., in number: Int = 1, account: String = "AC1") async throws -> CallID {
        var info = CallInfo.sample(number)
        info.account = account
        info.receivedAt = Self.date(self.time.passed.withLock { $0 })
        let known = await self.store.call(info.id) != nil
        for kind in (known ? [] : [.received(info)]) + kinds {
            var event = self.servers[0].journal.event(kind, in: info.id)
            if case .received = kind { event.id = EventID(rawValue: "received/\(info.id)") }
            _ = try await self.store.append([event])
            self.passes(.milliseconds(1))
        }
        return info.id
    }

    func record(_ number: Int = 1) async throws -> CallRecord {
        try #require(await self.store.call(CallInfo.sample(number).id))
    }

    func kinds(_ number: Int = 1) async -> [CallEvent.Kind] {
        await self.store.events(of: CallInfo.sample(number).id).map(\.event.kind)
    }

    /// A round of every server's janitor.
    func rounds(_ count: Int = 1, each step: Duration = .seconds(30)) async {
        for _ in 0..<count {
            for server in self.servers { await server.janitor.round() }
            self.passes(step)
        }
    }
}

extension CallEvent.Kind {
    static let talking = CallEvent.Kind.streamStarted(stream: "MZ", resumed: false, recogniser: "r", synthesiser: "s")
}
