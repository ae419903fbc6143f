// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import SwitchboardTesting
import Testing
import WebSockets

/// Speech over real sockets.
@Suite(.timeLimit(.minutes(1)), .serialized)
struct SimulatedSpeechTests {
    static let target = "/v1/speak?model=aura-2-thalia-en&encoding=mulaw&sample_rate=8000"
    static let text = "We are open from nine to five."

    static func post(
        _ deepgram: SimulatedDeepgram,
        _ target: String = Self.target + "&container=none",
        body: String = #"{"text":"\#(Self.text)"}"#,
        type: String = "application/json",
        key: String? = nil
    ) async throws -> (head: HTTPClientResponse, body: [UInt8]) {
        var request = HTTPClientRequest(url: deepgram.httpURL + target)
        request.method = .POST
        request.headers = ["authorization": "Token \(key ?? deepgram.credential)", "content-type": type]
        request.body = .bytes(ByteBuffer(string: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(50))
        let bytes = try await response.body.collect(upTo: 1 << 22)
        return (response, Array(bytes.readableBytesView))
    }

    @Test func speaksOverHTTP() async throws {
        try await withDeepgram { deepgram in
            let (head, body) = try await Self.post(deepgram)
            #expect(head.status == .ok)
            #expect(head.headers.first(name: "content-type") == "audio/mulaw;rate=8000")
            #expect(head.headers.first(name: "dg-model-name") == "aura-2-thalia-en")
            #expect(head.headers.first(name: "dg-char-count") == "30")
            #expect(head.headers.first(name: "dg-request-id")?.count == 36)
            #expect(head.headers.first(name: "transfer-encoding") == "chunked")
            #expect(body == ToneSynthesiser().audio(of: Self.text))
            let plain = try await Self.post(deepgram, body: Self.text, type: "text/plain").body
            #expect(plain == body)
            let wav = try await Self.post(deepgram, Self.target).body
            #expect(wav.starts(with: Array("RIFF".utf8)) && wav.count == body.count + 46)
            #expect(deepgram.speech.map(\.outcome) == [200, 200, 200])
            #expect(deepgram.speech.map(\.texts) == [[Self.text], [Self.text], [Self.text]])
        }
    }

    @Test func refusesOverHTTP() async throws {
        try await withDeepgram { deepgram in
            let long = String(repeating: "x", count: 2001)
            let vast = String(repeating: "x", count: 2_200_000)
            let answers = [
                try await Self.post(deepgram, key: "wrong"),
                try await Self.post(deepgram, body: #"{"text":""}"#),
                try await Self.post(deepgram, body: "{"),
                try await Self.post(deepgram, body: #"{"text":"\#(long)"}"#),
                try await Self.post(deepgram, body: vast),
                try await Self.post(deepgram, type: "image/png"),
                try await Self.post(deepgram, "/v1/speak"),
                try await Self.post(deepgram, "/v1/speak?model=nova-3&encoding=mulaw"),
                try await Self.post(deepgram, "/v1/nothing"),
            ]
            #expect(answers.map { Int($0.head.status.code) } == [401, 400, 400, 413, 413, 415, 400, 400, 404])
            #expect(answers.allSatisfy { $0.head.headers.contains(name: "dg-error") })
        }
    }

    @Test func suffersItsFaults() async throws {
        try await withDeepgram(speechFaults: "refuse=429+7s@1, cut=1000@2") { deepgram in
            let (head, body) = try await Self.post(deepgram)
            #expect(head.status == .tooManyRequests)
            #expect(head.headers.first(name: "retry-after") == "7")
            #expect(String(decoding: body, as: UTF8.self).contains("TOO_MANY_REQUESTS"))
            await #expect(throws: (any Error).self) { _ = try await Self.post(deepgram) }
            let third = try await Self.post(deepgram).head
            #expect(third.status == .ok)
            #expect(deepgram.speech.map(\.outcome) == [429, nil, 200])
        }
    }

    static func connect(_ deepgram: SimulatedDeepgram) async throws -> ProbeConnection {
        try await ProbeConnection(deepgram.url + Self.target, authorization: "Token \(deepgram.credential)")
    }

    /// Reads up to a message of a type; the types before it, and the bytes of audio.
    static func read(_ connection: ProbeConnection, upTo type: String) async throws -> (types: [String], bytes: Int) {
        var (types, bytes): ([String], Int) = ([], 0)
        for await event in connection.events {
            switch event {
            case .message(let text):
                types.append(try WireMessage(text).type)
                if types.last == type { return (types, bytes) }
            case .binary(let audio): bytes += audio.count
            case .closed(let closure): types.append("closed \(closure.code?.rawValue ?? 0)")
            }
        }
        return (types, bytes)
    }

    @Test func speaksOverAWebSocket() async throws {
        try await withDeepgram { deepgram in
            let connection = try await Self.connect(deepgram)
            try await connection.send(#"{"type":"Speak","text":"\#(Self.text)"}"#)
            try await connection.send(#"{"type":"Flush"}"#)
            let (types, bytes) = try await Self.read(connection, upTo: "Flushed")
            #expect(types == ["Metadata", "Flushed"])
            #expect(bytes == ToneSynthesiser().audio(of: Self.text).count)
            try await connection.send(#"{"type":"Close"}"#)
            let rest = try await Self.read(connection, upTo: "").types
            #expect(rest == ["closed 1000"])
            await deepgram.until { $0.speech.first?.outcome == 1000 }
            #expect(deepgram.speech.first?.commands == ["Speak": 1, "Flush": 1, "Close": 1])
        }
    }

    @Test func fallsSilentWhenCleared() async throws {
        try await withDeepgram(adjust: { $0.speechPace = 0.5 }) { deepgram in
            let connection = try await Self.connect(deepgram)
            try await connection.send(#"{"type":"Speak","text":"\#(Self.text)"}"#)
            try await connection.send(#"{"type":"Flush"}"#)
            await deepgram.until { ($0.speech.first?.audioBytes ?? 0) > 0 }
            try await connection.send(#"{"type":"Clear"}"#)
            let (types, bytes) = try await Self.read(connection, upTo: "Cleared")
            #expect(types == ["Metadata", "Cleared"])
            // What was on its way came before Cleared, and not all.
            #expect(bytes > 800 && bytes < ToneSynthesiser().audio(of: Self.text).count)
            try await connection.close()
            await deepgram.until { $0.speech.first?.isAbandoned == true }
        }
    }

    @Test func breaksOffInMidAudio() async throws {
        try await withDeepgram(speechFaults: "cut=1600") { deepgram in
            let connection = try await Self.connect(deepgram)
            try await connection.send(#"{"type":"Speak","text":"\#(Self.text)"}"#)
            try await connection.send(#"{"type":"Flush"}"#)
            let (types, bytes) = try await Self.read(connection, upTo: "Flushed")
            #expect(types == ["Metadata", "closed 0"])
            #expect(bytes == 1600)
        }
    }

    @Test func refusesConnections() async throws {
        try await withDeepgram(speechFaults: "refuse=402@1", adjust: { $0.speakLimit = 1 }) { deepgram in
            var statuses: [Int?] = []
            for _ in 0..<3 {
                do {
                    _ = try await Self.connect(deepgram)
                    statuses.append(101)
                } catch let error as WebSocketError {
                    statuses.append(error.refusal.map { Int($0.status.code) })
                }
            }
            #expect(statuses == [402, 101, 429])
        }
    }
}
