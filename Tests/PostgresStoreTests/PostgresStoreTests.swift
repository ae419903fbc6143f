// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import PostgresStore
import Testing

@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct PostgresStoreTests {
    @Test func severalServersLoseAndDoubleNothing() async throws {
        try await MigratedDatabase.with { database in
            try await database.withStore { first in
                try await database.withStore { second in
                    try await database.withStore { third in
                        var opening = Script(1)
                        _ = try await first.append([opening.received()])
                        try await withThrowingTaskGroup(of: Void.self) { group in
                            for (index, store) in [first, second, third, first, second, third].enumerated() {
                                group.addTask {
                                    var shared = Script(1, from: 100 * (index + 1))
                                    var own = Script(index + 10)
                                    _ = try await store.append([own.received(), shared.spoken("a")])
                                    for _ in 0..<10 {
                                        _ = try await store.append([
                                            shared.spoken("b"), own.spoken("c"), shared.spoken("d"),
                                        ])
                                    }
                                }
                            }
                            try await group.waitForAll()
                        }
                        let events = try await second.events(of: opening.call)
                        #expect(events.map(\.sequence) == Array(1...127))
                        #expect(Set(events.map(\.event.id)).count == 127)
                        #expect(try await third.call(opening.call)?.lines == 126)
                        for index in 10..<16 {
                            #expect(try await first.events(of: Script(index).call).map(\.sequence) == Array(1...11))
                        }
                    }
                }
            }
        }
    }

    @Test func severalServersThatReceiveOneNewCallAtOnceStoreItOnce() async throws {
        try await MigratedDatabase.with { database in
            try await database.withStore(connections: 8) { first in
                try await database.withStore(connections: 8) { second in
                    var script = Script(1)
                    let events = [script.received(), script.spoken("hello"), script.spoken("good-bye")]
                    let answers = try await withThrowingTaskGroup(of: [StoredCallEvent].self) { group in
                        for index in 0..<12 {
                            group.addTask { try await (index.isMultiple(of: 2) ? first : second).append(events) }
                        }
                        var answers: [[StoredCallEvent]] = []
                        for try await answer in group { answers.append(answer) }
                        return answers
                    }
                    #expect(Set(answers).count == 1)
                    #expect(try await first.events(of: script.call) == answers.first)
                }
            }
        }
    }

    /// The batches name the same calls and the same events in opposite orders.
    @Test func serversThatWriteToTheSameCallsNeverWaitForOneAnotherInACircle() async throws {
        try await MigratedDatabase.with { database in
            try await database.withStore(connections: 6) { first in
                try await database.withStore(connections: 6) { second in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for writer in 0..<6 {
                            group.addTask {
                                let store = writer.isMultiple(of: 2) ? first : second
                                for round in 0..<8 {
                                    let numbers = (0..<5).map { round / 2 * 5 + $0 + 1 }
                                    let order = writer.isMultiple(of: 3) ? numbers : numbers.reversed()
                                    let batch = order.flatMap { number -> [CallEvent] in
                                        var script = Script(number)
                                        return [script.received(), script.spoken("x")]
                                    }
                                    _ = try await store.append(batch)
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                    for number in 1...20 {
                        #expect(try await first.events(of: Script(number).call).map(\.sequence) == [1, 2])
                    }
                }
            }
            try await database.withConnection { connection in
                let deadlocks = try await connection.query(
                    "select deadlocks from pg_stat_database where datname = current_database()"
                )
                #expect(deadlocks.rows[0][0].integer == 0)
            }
        }
    }

    /// An answer that is lost, in every position of a batch of writes.
    @Test func whatIsRepeatedBecauseNobodyKnowsWhetherItWasStoredIsStoredOnce() async throws {
        try await MigratedDatabase.with { database in
            try await database.withStore { lost in
                try await database.withStore { store in
                    var script = Script(1)
                    let events = [script.received()] + (0..<9).map { script.spoken("line \($0)") }
                    // Written, as far as the database is concerned; the one that repeats it knows nothing of it.
                    _ = try await lost.append(Array(events[0..<4]))
                    let stored = try await store.append(events)
                    #expect(stored.map(\.sequence) == Array(1...10))
                    _ = try await lost.append(events)
                    #expect(try await store.events(of: script.call) == stored)
                    #expect(try await store.call(script.call)?.lines == 9)
                }
            }
        }
    }

    @Test func saysThatTheTablesAreNotThere() async throws {
        let error = try await TestPostgres.withDatabase { database in
            try await MigratedDatabase(url: database.url).withStore { store in
                await #expect(throws: StoreError.self) { try await store.call(CallID("CA1")) }
                return await #expect(throws: StoreError.self) { try await store.check() }
            }
        }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("switchboard migrate") == true)
    }

    @Test func findsItsTables() async throws {
        try await MigratedDatabase.with { database in
            try await database.withStore { store in
                try await store.check()
                try await store.ping()
            }
        }
    }

    @Test func whatIsClosedIsUnavailable() async throws {
        try await MigratedDatabase.with { database in
            let store = PostgresStore(PostgresPool(try PostgresConfiguration(database.url)))
            await store.close()
            let error = await #expect(throws: StoreError.self) { try await store.ping() }
            #expect(error?.code == .unavailable)
        }
    }

    @Test func aDatabaseThatIsNotThereIsUnavailable() async throws {
        let store = PostgresStore(PostgresPool(try PostgresConfiguration("postgresql://a:b@127.0.0.1:1/none")))
        let error = await #expect(throws: StoreError.self) { try await store.call(CallID("CA1")) }
        #expect(error?.code == .unavailable)
        #expect(error?.description.contains("b@") == false)
        await store.close()
    }

    /// A time that PostgreSQL cannot hold: nobody can ever store it, and the rest of the batch is not stored either.
    @Test func whatPostgreSQLCannotHoldIsRejected() async throws {
        try await MigratedDatabase.with { database in
            try await database.withStore { store in
                var script = Script(1)
                var event = script.spoken("from the Stone Age")
                event.time = Date(timeIntervalSince1970: -9e12)
                let batch = [script.received(), event]
                let error = await #expect(throws: StoreError.self) { try await store.append(batch) }
                #expect(error?.code == .rejected)
                let call = try await store.call(script.call)
                #expect(call == nil)
            }
        }
    }

    @Test func aDatabaseThatOnlyReadsIsReadAndNotWritten() async throws {
        try await MigratedDatabase.with { database in
            var script = Script(1)
            let received = script.received()
            _ = try await database.withStore { try await $0.append([received]) }
            try await database.withConnection { connection in
                let name = try await connection.query("select current_database()").rows[0][0].string ?? ""
                try await connection.execute("alter database \"\(name)\" set default_transaction_read_only = on")
            }
            let next = script.spoken("a")
            let id = script.call
            try await database.withStore { store in
                let call = try await store.call(id)
                #expect(call?.id == id)
                #expect(try await store.events(of: id).count == 1)
                #expect(try await store.calls(CallQuery()).calls.count == 1)
                #expect(try await store.search(TranscriptQuery("a")).matches.isEmpty)
                let error = await #expect(throws: StoreError.self) { try await store.append([next]) }
                #expect(error?.code == .unavailable)
            }
        }
    }
}
#endif
