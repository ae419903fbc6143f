// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import PostgreSQL
import PostgreSQLTestSupport
import PostgresStore
import Testing

@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct NotificationTests {
    @Test func tellsOtherServersThatAConversationBegins() async throws {
        try await MigratedDatabase.with { database in
            try await database.withStore { store in
                let listener = PostgresListener(try PostgresConfiguration(database.url), channels: ["switchboard"])
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await listener.run() }
                    var script = Script(1)
                    let events = [
                        script.received(), script.spoken("not told"),
                        script.event(
                            .streamStarted(stream: "MZ1", resumed: false, recogniser: "a", synthesiser: "b")
                        ),
                    ]
                    for await event in listener.events {
                        switch event {
                        case .connected: _ = try await store.append(events)
                        case .notification(let notification):
                            #expect(notification.payload == #"{"call" : "\#(script.call)", "kind" : "stream_started"}"#)
                            group.cancelAll()
                        default: break
                        }
                    }
                }
            }
        }
    }
}
#endif
