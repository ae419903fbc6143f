// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import PostgreSQL
import Testing

struct HostileServerTests {
    private func failure(_ configuration: PostgresConfiguration) async -> PostgresError? {
        await #expect(throws: PostgresError.self) {
            _ = try await PostgresConnection.connect(configuration)
        }
    }

    @Test func saysThatNobodyListens() async throws {
        let (_, port) = try LoopbackSocket.listening()
        let error = await self.failure(
            try PostgresConfiguration("host=127.0.0.1 port=\(port) user=me password=tomato dbname=d")
        )
        #expect(error?.code == .connectionFailed)
        #expect(error?.outcome == .notExecuted)
        #expect(error?.isTransient == true)
    }

    @Test func givesUpOnAServerThatAcceptsAndSaysNothing() async throws {
        let server = try FakeServer { client in while !client.received().isEmpty {} }
        var configuration = try server.configuration()
        configuration.connectTimeout = .milliseconds(200)
        let error = await self.failure(configuration)
        #expect(error?.code == .timedOut)
        #expect(error?.outcome == .notExecuted)
    }

    @Test func givesUpOnAServerThatNobodyAccepts() async throws {
        let (listener, port) = try LoopbackSocket.listening()
        var configuration = try PostgresConfiguration("host=127.0.0.1 port=\(port) user=me dbname=d sslmode=disable")
        configuration.connectTimeout = .milliseconds(200)
        #expect(await self.failure(configuration)?.code == .timedOut)
        _ = listener
    }

    @Test func givesUpAtEveryByteOfAHandshakeThatStops() async throws {
        for length in 0..<FakeServer.welcome.count {
            let server = try FakeServer { client in
                _ = client.received()
                client.sendAll(Array(FakeServer.welcome[..<length]))
                while !client.received().isEmpty {}
            }
            var configuration = try server.configuration()
            configuration.connectTimeout = .milliseconds(20)
            let error = await self.failure(configuration)
            #expect(error?.code == .timedOut)
        }
    }

    @Test func failsAtEveryByteOfAHandshakeThatIsCut() async throws {
        for length in 0..<FakeServer.welcome.count {
            let server = try FakeServer { client in
                _ = client.received()
                client.sendAll(Array(FakeServer.welcome[..<length]))
                client.shut()
            }
            let error = await self.failure(try server.configuration())
            #expect(error?.code == .connectionFailed || error?.code == .protocolViolation)
            #expect(error?.outcome == .notExecuted)
        }
    }

    @Test func failsWhenTheServerSpeaksSomethingElse() async throws {
        let answers: [[UInt8]] = [
            Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), Array("SSH-2.0-OpenSSH_9.2\r\n".utf8),
            [0x15, 3, 1, 0, 2, 2, 40], [UInt8](repeating: 0, count: 100), [UInt8](repeating: 255, count: 100),
            FakeServer.message("R", FakeServer.number(99)), FakeServer.message("R", [0]),
            FakeServer.message("Z", Array("I".utf8)),
        ]
        for answer in answers {
            let server = try FakeServer { client in
                _ = client.received()
                client.sendAll(answer)
                client.shut()
            }
            let error = await self.failure(try server.configuration())
            #expect(error?.code == .connectionFailed || error?.code == .protocolViolation, "\(answer)")
        }
    }

    @Test func failsOnRandomBytesWhereverTheyCome() async throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<100 {
            let noise = (0..<Int.random(in: 1...300, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let isWelcome = Bool.random(using: &generator)
            let server = try FakeServer { client in
                _ = client.received()
                if isWelcome {
                    client.sendAll(FakeServer.welcome)
                    _ = client.received()
                }
                client.sendAll(noise)
                client.shut()
            }
            await #expect(throws: PostgresError.self) {
                let connection = try await PostgresConnection.connect(try server.configuration())
                try await connection.query("select 1")
            }
        }
    }

    @Test func neverRepeatsAPasswordThatTheServerEchoes() async throws {
        let server = try FakeServer { client in
            _ = client.received()
            // Asks for the password in clear, and shouts it.
            client.sendAll(FakeServer.message("R", FakeServer.number(3)))
            let password = client.received().dropFirst(5).dropLast()
            let text = "you said \(String(decoding: password, as: UTF8.self))\u{7}\r\nDETAIL: it"
            client.sendAll(FakeServer.error("FATAL", "28P01", text))
            client.shut()
        }
        let error = await self.failure(try server.configuration())
        #expect(error?.code == .refused)
        #expect(error?.sqlState == "28P01")
        #expect(error?.description.contains("you said ***") == true)
        #expect(error?.description.contains("tomato") == false)
        #expect(error?.description.contains("detail") == false)
        #expect(error?.description.contains { $0.isNewline || $0 == "\u{7}" } == false)
    }

    @Test func doesNotTakeAnAnswerThatIsCutAtAnyByte() async throws {
        let answer =
            FakeServer.message("1", []) + FakeServer.message("2", []) + FakeServer.rowDescription
            + FakeServer.row(Array("hello".utf8)) + FakeServer.endOfQuery
        for length in 0...answer.count {
            let server = try FakeServer { client in
                _ = client.received()
                client.sendAll(FakeServer.welcome)
                _ = client.received()
                client.sendAll(Array(answer[..<length]))
                client.shut()
            }
            let connection = try await PostgresConnection.connect(try server.configuration())
            if length == answer.count {
                let result = try await connection.query("select 'hello'")
                #expect(result.rows[0][0].string == "hello")
            } else {
                let error = await #expect(throws: PostgresError.self) { try await connection.query("select 'hello'") }
                #expect(error?.code == .closed)
                #expect(error?.outcome == .unknown)
                #expect(!connection.isOpen)
            }
        }
    }

    @Test func doesNotTakeAnAnswerWithARowThatLies() async throws {
        let lies: [[UInt8]] = [
            FakeServer.message("D", [0, 2] + FakeServer.number(1) + [65]),
            FakeServer.message("D", [0, 1] + FakeServer.number(1000) + [65]),
            FakeServer.message("D", [0, 1] + FakeServer.number(1) + [65, 66]),
            FakeServer.message("D", []),
            [UInt8(ascii: "D")] + FakeServer.number(-5),
            [UInt8(ascii: "D")] + FakeServer.number(3),
            FakeServer.message("?", [1, 2, 3]),
        ]
        for lie in lies {
            let server = try FakeServer { client in
                _ = client.received()
                client.sendAll(FakeServer.welcome)
                _ = client.received()
                client.sendAll(
                    FakeServer.message("1", []) + FakeServer.message("2", []) + FakeServer.rowDescription + lie
                        + FakeServer.endOfQuery
                )
                while !client.received().isEmpty {}
            }
            let connection = try await PostgresConnection.connect(try server.configuration())
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query("select 1", timeout: .seconds(60))
            }
            #expect(error?.outcome == .unknown)
            #expect(!connection.isOpen)
        }
    }

    @Test func closesWhenTheServerSpeaksUnasked() async throws {
        let server = try FakeServer { client in
            _ = client.received()
            client.sendAll(FakeServer.welcome + FakeServer.message("D", [0, 0]))
            while !client.received().isEmpty {}
        }
        let connection = try await PostgresConnection.connect(try server.configuration())
        while connection.isOpen { await Task.yield() }
        let error = await #expect(throws: PostgresError.self) { try await connection.query("select 1") }
        #expect(error?.code == .protocolViolation)
        #expect(error?.outcome == .notExecuted)
    }
}
#endif
