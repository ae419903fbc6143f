// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct QueryTests {
    private func connected<Value>(_ body: (PostgresConnection) async throws -> Value) async throws -> Value {
        try await TestPostgres.withDatabase { database in
            var configuration = try PostgresConfiguration(database.url)
            configuration.queryTimeout = .seconds(60)
            let connection = try await PostgresConnection.connect(configuration)
            let value = try await body(connection)
            await connection.close()
            #expect(!connection.isOpen)
            return value
        }
    }

    @Test func answersAQuery() async throws {
        try await self.connected { connection in
            let result = try await connection.query("select $1::int + 1 as sum, $2::text, null", [41, "née"])
            #expect(result.rows.count == 1)
            #expect(result.columns.map(\.name) == ["sum", "text", "?column?"])
            #expect(result.columns.map(\.type) == [23, 25, 25])
            #expect(result.rows[0]["sum"]?.integer == 42)
            #expect(result.rows[0][1].string == "née")
            #expect(result.rows[0][2].isNull)
            #expect(result.rows[0]["nothing"] == nil)
            #expect(result.commandTag == "SELECT 1")
            #expect(result.affectedRows == 1)
            #expect(connection.serverVersion >= 150_000)
            #expect(!connection.isEncrypted)
        }
    }

    @Test func namesTheServersErrorAndGoesOn() async throws {
        try await self.connected { connection in
            let error = await #expect(throws: PostgresError.self) { try await connection.query("select 1/0") }
            #expect(error?.code == .serverError)
            #expect(error?.sqlState == "22012")
            #expect(error?.outcome == .rolledBack)
            #expect(error?.isTransient == false)
            let next = try await connection.number("select 1")
            #expect(next == 1)
        }
    }

    @Test func namesTheConstraintAndLeavesTheDetailOut() async throws {
        try await self.connected { connection in
            try await connection.execute("create table notes (id int constraint once primary key, text text)")
            try await connection.query("insert into notes values (1, 'whispered')")
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query("insert into notes values (1, 'aloud')")
            }
            #expect(error?.sqlState == "23505")
            #expect(error?.subject.constraint == "once")
            #expect(error?.subject.table == "notes")
            // The DETAIL is: Key (id)=(1) already exists.
            #expect(error?.description.contains("already exists") == false)
        }
    }

    @Test(arguments: [PostgresFormat.text, .binary])
    func carriesEveryByteInBothDirections(_ format: PostgresFormat) async throws {
        try await self.connected { connection in
            let bytes: [UInt8] = (UInt8.min...255).flatMap { [$0, 255 - $0] } + [0, 0, 0]
            let result = try await connection.query(
                "select $1::bytea, octet_length($1)",
                [.bytes(bytes)],
                results: format
            )
            #expect(result.rows[0][0].bytea == bytes)
            #expect(result.rows[0][1].integer == bytes.count)
        }
    }

    @Test func carriesEveryCharacterOfText() async throws {
        try await self.connected { connection in
            let text = "\u{1}\u{7f}'\"\\$1;--/*\r\n\u{2028}é𝄞👩‍👩‍👧\u{10ffff}" + String(repeating: "x", count: 10_000)
            let result = try await connection.query(
                "select $1::text, $2::text, $3::text, $4::bool, $5::bool",
                [.text(text), .utf8(Array(text.utf8)), "", true, nil]
            )
            #expect(result.rows[0][0].string == text)
            #expect(result.rows[0][1].bytes == Array(text.utf8))
            #expect(result.rows[0][2].string?.isEmpty == true)
            #expect(result.rows[0][3].boolean == true)
            #expect(result.rows[0][4].isNull)
        }
    }

    @Test(arguments: [
        0, 1, -1, 127, 128, -32_768, 2_147_483_647, -9_223_372_036_854_775_808, 9_223_372_036_854_775_807,
    ])
    func readsWholeNumbersInBothFormats(_ number: Int) async throws {
        try await self.connected { connection in
            for format in [PostgresFormat.text, .binary] {
                let result = try await connection.query("select $1::bigint", [.integer(number)], results: format)
                #expect(result.rows[0][0].integer == number)
            }
        }
    }

    @Test func refusesWhatCannotBeSent() async throws {
        try await self.connected { connection in
            let zero = await #expect(throws: PostgresError.self) { try await connection.query("select $1", ["a\0b"]) }
            #expect(zero?.code == .invalidParameter)
            let sql = await #expect(throws: PostgresError.self) { try await connection.query("select 1\0 + 1") }
            #expect(sql?.code == .invalidParameter)
            let many = await #expect(throws: PostgresError.self) {
                try await connection.query("select 1", Array(repeating: .null, count: 65_536))
            }
            #expect(many?.code == .invalidParameter)
            let copy = await #expect(throws: PostgresError.self) {
                try await connection.query("copy (select 1) to stdout")
            }
            #expect(copy?.code == .invalidParameter)
            #expect(!connection.isOpen)
        }
    }

    @Test func takesAsManyParametersAsThereCanBe() async throws {
        try await self.connected { connection in
            let list = (1...65_535).map { "$\($0)::int" }.joined(separator: ",")
            let result = try await connection.query(
                "select sum(n) from unnest(array[\(list)]) n",
                (1...65_535).map { .integer($0) }
            )
            #expect(result.rows[0][0].integer == 65_535 * 65_536 / 2)
        }
    }

    @Test func takesTenMegabytesInOneValueAndInManyRows() async throws {
        try await self.connected { connection in
            let one = try await connection.query("select repeat('abcdefghij', 1048576)")
            #expect(one.rows[0][0].slice?.count == 10 << 20)
            let many = try await connection.query(
                "select repeat(chr(65 + n % 26), 1024) from generate_series(0, 10239) n"
            )
            #expect(many.rows.count == 10_240)
            #expect(many.rows.allSatisfy { $0[0].slice?.count == 1024 })
            #expect(many.rows[27][0].slice?.first == UInt8(ascii: "B"))
        }
    }

    @Test func sendsTenMegabytes() async throws {
        try await self.connected { connection in
            let bytes = [UInt8](repeating: 7, count: 10 << 20)
            let result = try await connection.query("select octet_length($1)", [.bytes(bytes)])
            #expect(result.rows[0][0].integer == bytes.count)
        }
    }

    @Test func closesTheConnectionOfAResultThatIsTooLarge() async throws {
        try await TestPostgres.withDatabase { database in
            var configuration = try PostgresConfiguration(database.url)
            configuration.maximumResultBytes = 1 << 20
            let connection = try await PostgresConnection.connect(configuration)
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query(
                    "select repeat('x', 1024) from generate_series(1, 10000000)",
                    timeout: .seconds(60)
                )
            }
            #expect(error?.code == .resultTooLarge)
            #expect(!connection.isOpen)
        }
    }

    @Test func runsScripts() async throws {
        try await self.connected { connection in
            try await connection.execute("create table a (n int); insert into a values (1), (2); select * from a;")
            #expect(try await connection.number("select sum(n) from a") == 3)
            let error = await #expect(throws: PostgresError.self) {
                try await connection.execute("insert into a values (3); select 1/0; insert into a values (4)")
            }
            #expect(error?.sqlState == "22012")
            #expect(error?.outcome == .unknown)
            #expect(try await connection.number("select sum(n) from a") == 3)
        }
    }

    @Test func takesAnEmptyStatement() async throws {
        try await self.connected { connection in
            let result = try await connection.query("")
            #expect(result.rows.isEmpty)
            #expect(result.columns.isEmpty)
        }
    }

    @Test func keepsTransactionsOrRollsThemBack() async throws {
        try await self.connected { connection in
            try await connection.execute("create table a (n int)")
            try await connection.transaction { try await $0.query("insert into a values (1)") }
            let thrown = await #expect(throws: PostgresError.self) {
                try await connection.transaction { connection in
                    try await connection.query("insert into a values (2)")
                    throw PostgresError(.closed, "changed my mind")
                }
            }
            #expect(thrown?.message == "changed my mind")
            // A failure that the body hides is still no commit.
            let hidden = await #expect(throws: PostgresError.self) {
                try await connection.transaction(isolation: .serializable) { connection in
                    try await connection.query("insert into a values (4)")
                    _ = try? await connection.query("select 1/0")
                }
            }
            #expect(hidden?.sqlState == "25P02")
            #expect(hidden?.outcome == .rolledBack)
            #expect(try await connection.number("select sum(n) from a") == 1)
        }
    }

    @Test func doesQueriesOfManyCallersOneAfterAnother() async throws {
        try await self.connected { connection in
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...50 {
                    group.addTask {
                        try await connection.query("select $1::int", [.integer(number)]).rows[0][0].integer ?? 0
                    }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(answers == Set(1...50))
        }
    }

    @Test func saysNothingOfNoticesAndGoesOn() async throws {
        try await self.connected { connection in
            try await connection.execute("do $$ begin raise notice 'psst'; raise warning 'pssst'; end $$")
            #expect(try await connection.number("select 1") == 1)
        }
    }

    @Test func tellsTheServerWhoItIsAndWatchesTheNetwork() async throws {
        try await TestPostgres.withDatabase { database in
            var configuration = try PostgresConfiguration(database.url)
            configuration.applicationName = "notes"
            let connection = try await PostgresConnection.connect(configuration)
            let settings = try await connection.query(
                "select current_setting('application_name'), current_setting('client_encoding')"
            )
            #expect(settings.rows[0].map(\.string) == ["notes", "UTF8"])
            let named = try await PostgresConnection.connect(
                PostgresConfiguration(database.url + "&application_name=mine")
            )
            let name = try await named.query("show application_name").rows[0][0].string
            #expect(name == "mine")
        }
    }
}
#endif
