// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import PostgreSQL
import PostgreSQLTestSupport
import Resilience
import Testing

@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct ListenerTests {
    private static let quick = Backoff(first: .milliseconds(10), cap: .milliseconds(50), jitter: .none)

    /// Runs a listener while the body reads what it tells.
    private func listen(
        _ url: String,
        _ channels: [String],
        settings: PostgresListenerSettings = PostgresListenerSettings(backoff: quick),
        _ body: (PostgresListener, PostgresListenerEvents.Iterator) async throws -> Void
    ) async throws {
        let listener = try PostgresListener(PostgresConfiguration(url), channels: channels, settings: settings)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await listener.run() }
            defer { group.cancelAll() }
            try await body(listener, listener.events.makeAsyncIterator())
        }
        // It ends with its task, and its sequence with it.
        var rest = 0
        for await _ in listener.events { rest += 1 }
        #expect(rest <= 300)
    }

    private func payload(_ event: PostgresListenerEvent?) -> String? {
        if case .notification(let notification) = event { notification.payload } else { nil }
    }

    private func isConnected(_ event: PostgresListenerEvent?) -> Bool {
        if case .connected = event { true } else { false }
    }

    @Test func hearsWhatIsSaidInOrder() async throws {
        try await TestPostgres.withDatabase { database in
            try await self.listen(database.url, ["calls", "Ünïque \"name\""]) { _, events in
                #expect(self.isConnected(await events.next()))
                let speaker = try await PostgresConnection.connect(PostgresConfiguration(database.url))
                for number in 1...100 {
                    try await speaker.query("select pg_notify('calls', $1)", [.text("number \(number)")])
                }
                try await speaker.execute("notify \"Ünïque \"\"name\"\"\"; notify other, 'not heard'")
                for number in 1...100 {
                    #expect(self.payload(await events.next()) == "number \(number)")
                }
                guard case .notification(let last)? = await events.next() else { throw PostgresError(.closed, "end") }
                #expect(last.channel == "Ünïque \"name\"")
                #expect(last.payload.isEmpty)
                #expect(last.processID == speaker.processID)
            }
        }
    }

    @Test func tellsOfEveryNewConnection() async throws {
        try await TestPostgres.withDatabase { database in
            try await self.listen(database.url, ["calls"]) { _, events in
                let administration = try await TestPostgres.server()
                let speaker = try await PostgresConnection.connect(PostgresConfiguration(database.url))
                for round in 1...3 {
                    #expect(self.isConnected(await events.next()))
                    try await speaker.query("select pg_notify('calls', $1)", [.text("round \(round)")])
                    #expect(self.payload(await events.next()) == "round \(round)")
                    try await administration.administer(
                        """
                        select pg_terminate_backend(pid) from pg_stat_activity
                        where datname = '\(database.name)' and pid <> \(speaker.processID)
                        """
                    )
                    guard case .disconnected(let error)? = await events.next() else {
                        throw PostgresError(.closed, "no word of the end")
                    }
                    #expect(error.sqlState == "57P01")
                }
            }
        }
    }

    @Test func connectsWhenTheServerComesLate() async throws {
        let server = try await TestPostgresServer.start()
        try await server.stop()
        try await self.listen(server.url(), ["calls"]) { _, events in
            guard case .disconnected(let error)? = await events.next() else {
                throw PostgresError(.closed, "no word of the outage")
            }
            #expect(error.code == .connectionFailed)
            try await server.startAgain()
            #expect(self.isConnected(await events.next()))
        }
        try await server.stop()
    }

    @Test func countsWhatASlowConsumerMisses() async throws {
        try await TestPostgres.withDatabase { database in
            let settings = PostgresListenerSettings(buffer: 8, backoff: Self.quick)
            try await self.listen(database.url, ["calls"], settings: settings) { listener, events in
                #expect(self.isConnected(await events.next()))
                let speaker = try await PostgresConnection.connect(PostgresConfiguration(database.url))
                try await speaker.execute("select pg_notify('calls', n::text) from generate_series(1, 100) n")
                while listener.dropped < 92 { await Task.yield() }
                for number in 1...8 { #expect(self.payload(await events.next()) == "\(number)") }
                guard case .missed(let count)? = await events.next() else { throw PostgresError(.closed, "no note") }
                #expect(count == 92)
            }
        }
    }

    @Test func findsOutThatTheServerIsSilent() async throws {
        try await TestPostgres.withDatabase { database in
            let port = try await TestPostgres.server().port
            let proxy = try StallingProxy(to: port)
            let settings = PostgresListenerSettings(
                backoff: Self.quick,
                checkEvery: .milliseconds(50),
                checkTimeout: .milliseconds(500)
            )
            let url = database.url.replacing(":\(port)/", with: ":\(proxy.port)/")
            try await self.listen(url, ["calls"], settings: settings) { _, events in
                #expect(self.isConnected(await events.next()))
                proxy.stall()
                guard case .disconnected(let error)? = await events.next() else {
                    throw PostgresError(.closed, "no word of the silence")
                }
                #expect(error.code == .timedOut)
                #expect(self.isConnected(await events.next()))
            }
        }
    }

    @Test(arguments: ["", "a\0b", String(repeating: "x", count: 64)])
    func refusesWhatIsNoName(_ name: String) throws {
        let configuration = try PostgresConfiguration("host=h")
        let error = #expect(throws: PostgresError.self) {
            _ = try PostgresListener(configuration, channels: ["fine", name])
        }
        #expect(error?.code == .invalidParameter)
    }
}
#endif
