// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import PostgreSQL
import PostgreSQLTestSupport
import PostgresStore
import Testing

@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct NotificationTests {
    /// Two batches, of whose events one each is told of.
    @Test(.timeLimit(.minutes(2)))
    func tellsOtherServersThatAConversationBeginsAndNothingElse() async throws {
        try await MigratedDatabase.with { database in
            try await database.withStore { store in
                let listener = try PostgresListener(PostgresConfiguration(database.url), channels: ["switchboard"])
                var payloads: [String] = []
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await listener.run() }
                    for await event in listener.events {
                        switch event {
                        case .connected:
                            for number in 1...2 { _ = try await store.append(Self.conversation(number)) }
                        case .notification(let notification): payloads.append(notification.payload)
                        case .missed, .disconnected: break
                        }
                        if payloads.count == 2 { break }
                    }
                    group.cancelAll()
                }
                let expected = [1, 2].map { #"{"call" : "\#(Script($0).call)", "kind" : "stream_started"}"# }
                #expect(payloads == expected)
            }
        }
    }

    private static func conversation(_ number: Int) -> [CallEvent] {
        var script = Script(number)
        return [
            script.received(), script.spoken("not told"),
            script.event(.streamStarted(stream: "MZ1", resumed: false, recogniser: "a", synthesiser: "b")),
            script.spoken("not told either"),
        ]
    }
}
#endif
