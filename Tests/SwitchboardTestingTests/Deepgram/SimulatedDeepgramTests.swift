// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import NIOCore
import SwitchboardTesting
import Testing
import WebSockets

/// Live transcription over real sockets.
@Suite(.timeLimit(.minutes(1)), .serialized)
struct SimulatedDeepgramTests {
    static let silence = [UInt8](repeating: 0xFF, count: 8000)

    @Test func transcribesAndDrains() async throws {
        try await withDeepgram { deepgram in
            let connection = try await deepgram.connect()
            try await connection.send(1...100)
            try await connection.send(audio: Self.silence)
            try await connection.send(#"{"type":"CloseStream"}"#)
            let (messages, closure) = try await connection.rest()
            let words = messages.filter(\.isSettled).flatMap { $0.heard.map(\.word) }
            #expect(words == (1...100).map(String.init))
            #expect(messages.last?.type == "Metadata")
            #expect(closure?.code == .normalClosure)
            let report = try #require(deepgram.connections.first)
            #expect(report.audioBytes == 24_000)
            #expect(report.commands == ["CloseStream": 1])
            #expect(report.isComplete)
            #expect(report.violations.filter { !$0.isNote && $0.kind != .largeMessage }.isEmpty)
            await deepgram.until { $0.openConnections == 0 }
        }
    }

    @Test(arguments: [
        ("Token wrong", 401), ("Bearer dg-simulated-key", 401), ("token dg-simulated-key", 101),
        ("Bearer dg-simulated-token", 101),
    ])
    func checksTheCredential(authorization: String, status: Int) async throws {
        try await withDeepgram { deepgram in
            let url = deepgram.url + EngineLine.target
            do {
                _ = try await ProbeConnection(url, authorization: authorization)
                #expect(status == 101)
            } catch let error as WebSocketError {
                let refusal = try #require(error.refusal)
                #expect(refusal.status.code == status)
                #expect(refusal.headers[try #require(.init("dg-error"))] == "Invalid credentials.")
                #expect(refusal.headers[try #require(.init("dg-request-id"))]?.count == 36)
                #expect(String(buffer: refusal.body).contains(#""err_code":"INVALID_AUTH""#))
            }
        }
    }

    @Test(arguments: ["refuse=402", "refuse=403", "refuse=429", "refuse=429+7s", "refuse=500", "refuse=503+2s"])
    func refusesAsItIsTold(fault: String) async throws {
        try await withDeepgram(faults: fault + "@1") { deepgram in
            let error = await #expect(throws: WebSocketError.self) { try await deepgram.connect() }
            let refusal = try #require(error?.refusal)
            #expect(fault.contains("=\(refusal.status.code)"))
            #expect(refusal.headers[.retryAfter].map { fault.contains("+\($0)s") } ?? !fault.contains("+"))
            _ = try await deepgram.connect()
            #expect(deepgram.attempts.map(\.outcome) == [.refused(refusal.status.code), .accepted])
        }
    }

    @Test func refusesMoreThanTheLimit() async throws {
        try await withDeepgram(adjust: { $0.listenLimit = 2 }) { deepgram in
            let first = try await deepgram.connect()
            _ = try await deepgram.connect()
            let error = await #expect(throws: WebSocketError.self) { try await deepgram.connect() }
            #expect(error?.refusal?.status.code == 429)
            try await first.abandon()
            await deepgram.until { $0.openConnections == 1 }
            _ = try await deepgram.connect()
            #expect(deepgram.peakConnections == 2)
        }
    }

    @Test func neverAnswersAnUpgrade() async throws {
        try await withDeepgram(faults: "no-answer@1") { deepgram in
            async let attempt = deepgram.connect()
            await deepgram.until { !$0.attempts.isEmpty }
            #expect(deepgram.attempts.first?.outcome == .unanswered)
            try await deepgram.stop()
            do {
                _ = try await attempt
                Issue.record("the upgrade was answered")
            } catch is WebSocketError {}
        }
    }

    @Test(arguments: [DeepgramFault.Kind.drop, .reset, .away(.seconds(600))])
    func breaksConnections(kind: DeepgramFault.Kind) async throws {
        try await withDeepgram { deepgram in
            let connection = try await deepgram.connect()
            deepgram.set(faults: [DeepgramFault(kind, after: .zero)])
            let closure = try await connection.rest().closure
            #expect(closure?.initiator == .transport)
            await deepgram.until { $0.connections.first?.endedAt != nil }
            #expect(deepgram.connections.first?.closeCode == nil)
        }
    }

    @Test func closesInMidWord() async throws {
        try await withDeepgram(faults: "close=1011/20ms") { deepgram in
            let connection = try await deepgram.connect()
            for number in 1...500 {
                guard deepgram.connections.first?.closeCode == nil else { break }
                try await connection.send(number...number)
                await Task.yield()
            }
            let (_, closure) = try await connection.rest()
            #expect(closure?.code == .internalError)
            #expect(closure?.reason.contains("net0000") == true)
        }
    }

    @Test func aHalfOpenConnectionReadsAndWritesNothing() async throws {
        try await withDeepgram(faults: "half-open=1ms") { deepgram in
            let connection = try await deepgram.connect()
            try await connection.send(1...5)
            // The kernel takes a few megabytes; then what is sent stays here.
            while try await connection.queuedBytes == 0 { try await connection.send(1...150) }
            #expect(deepgram.connections.first?.results == 0)
            #expect(deepgram.connections.first?.endedAt == nil)
        }
    }

    @Test func readsSlowly() async throws {
        try await withDeepgram(faults: "slow-reading=8000") { deepgram in
            let connection = try await deepgram.connect()
            while try await connection.queuedBytes == 0 { try await connection.send(1...150) }
            await deepgram.until { ($0.connections.first?.audioMessages ?? 0) > 1 }
        }
    }

    @Test func goesAwayAndComesBack() async throws {
        try await withDeepgram { deepgram in
            let connection = try await deepgram.connect()
            deepgram.goAway()
            #expect(try await connection.rest().closure?.initiator == .transport)
            await #expect(throws: WebSocketError.self) { _ = try await deepgram.connect() }
            deepgram.comeBack()
            _ = try await deepgram.connect()
            #expect(deepgram.attempts.map(\.outcome) == [.accepted, .unreachable, .accepted])
        }
    }

    @Test func faultsChangeWhileItRuns() async throws {
        try await withDeepgram { deepgram in
            let connection = try await deepgram.connect()
            deepgram.set(faults: [DeepgramFault(.reset, after: .zero)])
            #expect(try await connection.rest().closure?.initiator == .transport)
            deepgram.set(faults: [])
            let second = try await deepgram.connect()
            deepgram.dropAll()
            #expect(try await second.rest().closure?.initiator == .transport)
        }
    }

    @Test(arguments: ["garbage", "binary", "huge=300000", "deep=20000", "unknown-types", "hostile-words"])
    func sendsWhatNobodyExpects(fault: String) async throws {
        try await withDeepgram(faults: fault) { deepgram in
            let connection = try await deepgram.connect()
            for _ in 0..<20 { try await connection.send(1...60) }
            try await connection.send(#"{"type":"CloseStream"}"#)
            var texts: [String] = []
            var binaries = 0
            for await event in connection.events {
                switch event {
                case .message(let text): texts.append(text)
                case .binary: binaries += 1
                case .closed: break
                }
            }
            #expect((binaries > 0) == (fault == "binary"))
            #expect(texts.contains { $0.utf8.count > 290_000 } == fault.hasPrefix("huge"))
            #expect(texts.contains { $0.contains("[[[[[[") } == fault.hasPrefix("deep"))
            #expect(texts.contains { $0.contains("Applause") || $0.contains("weather") } == (fault == "unknown-types"))
            #expect(
                texts.contains { $0.contains("DROP TABLE") || $0.contains("onerror") || $0.contains("wwww") }
                    == (fault == "hostile-words")
            )
        }
    }

    @Test func notesWhatClientsDoWrong() async throws {
        try await withDeepgram { deepgram in
            let connection = try await deepgram.connect()
            try await connection.send(1...5)
            try await connection.send(audio: Array(#"{"type":"KeepAlive"}"#.utf8))
            try await connection.send("nonsense")
            let error = try #require(try await connection.first { $0.type == "Error" })
            #expect(error.variant == "SchemaError")
            #expect(error.message == "nonsense")
            try await connection.abandon()
            await deepgram.until { $0.connections.first?.endedAt != nil }
            let kinds = deepgram.violations.map(\.violation.kind)
            #expect(kinds == [.keepAliveAsBinary, .unknownCommand, .closedWithoutCloseStream])
        }
    }

    @Test func hearsWithAnEngine() async throws {
        let engine = ScriptedRecogniser(["when are you open", "thank you"])
        try await withDeepgram(hearing: .engine(engine)) { deepgram in
            let connection = try await deepgram.connect()
            let tone = ToneSynthesiser().audio(of: "something to hear")
            for _ in 0..<2 {
                try await connection.send(audio: tone + Self.silence)
                try await connection.send(#"{"type":"Finalize"}"#)
            }
            try await connection.send(#"{"type":"CloseStream"}"#)
            let (messages, closure) = try await connection.rest()
            let texts = messages.filter(\.isSettled).map(\.text).filter { !$0.isEmpty }
            #expect(texts.first == "when are you open")
            #expect(messages.contains { $0.fromFinalize == true })
            #expect(closure?.code == .normalClosure)
        }
    }

    @Test func carriesManyConnections() async throws {
        try await withDeepgram { deepgram in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        let connection = try await deepgram.connect()
                        for tenth in 0..<20 { try await connection.send((tenth * 5 + 1)...(tenth * 5 + 5)) }
                        try await connection.send(#"{"type":"CloseStream"}"#)
                        return try await connection.rest().messages.filter(\.isSettled).flatMap(\.heard).count
                    }
                }
                for try await words in group { #expect(words == 100) }
            }
            #expect(deepgram.connections.count == 50)
            #expect(deepgram.connections.allSatisfy { $0.audioBytes == 16_000 && $0.isComplete })
        }
    }
}
