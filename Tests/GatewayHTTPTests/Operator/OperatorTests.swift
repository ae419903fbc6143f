// SPDX-License-Identifier: Apache-2.0

import CallCore
import Resilience
import SafeText
import Testing
import Twilio

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(1)))
struct OperatorTests {
    private static let hostile =
        "<script>alert(\"1\")</script> & 'x'\r\n--> 00:00\u{202E}evil\u{0}\u{7}\u{1B}[2J\u{2028}end"

    /// A call in which something hostile was said, by the caller and in a second stream.
    private func hostileCall(on gateway: TestGateway) async throws -> CallSID {
        let call = CallSID.random()
        _ = try await gateway.call(call)
        let started = CallEvent.Kind.streamStarted(
            stream: "MZ1",
            resumed: false,
            recogniser: "scripted",
            synthesiser: "tone"
        )
        let line = SpokenLine(
            speaker: .caller,
            text: Self.hostile,
            start: .milliseconds(61_250),
            end: .milliseconds(62_000),
            confidence: 0.5,
            words: [Word(text: "<b>", start: .milliseconds(61_250), end: .milliseconds(61_500), confidence: 0.5)],
            source: "scripted"
        )
        for kind in [started, .spoken(line), .streamEnded(.connectionLost), started, .spoken(line)] {
            _ = try await gateway.journal.append(gateway.journal.event(kind, in: CallID(call.description)))
        }
        return call
    }

    private func get(
        _ target: String,
        on gateway: TestGateway,
        _ headers: [(String, String)] = []
    ) async throws -> RawHTTP.Answer {
        try await RawHTTP.request("GET", target, port: gateway.port, headers: headers)
    }

    @Test(arguments: TranscriptFormat.allCases)
    func writesHostileTextHarmlesslyInEveryFormat(_ format: TranscriptFormat) async throws {
        try await TestGateway.run { gateway in
            let call = try await self.hostileCall(on: gateway)
            let answer = try await self.get("/api/calls/\(call)/transcript?format=\(format.rawValue)", on: gateway)
            #expect(answer.status == 200)
            #expect(answer["content-type"] == format.contentType)
            #expect(answer["x-content-type-options"] == "nosniff")
            #expect(answer["content-security-policy"]?.hasPrefix("default-src 'none'") == true)
            let hidden = answer.body.unicodeScalars.filter { SafeText.isHidden($0) && $0 != "\n" }
            #expect(hidden.isEmpty)
            #expect(!answer.body.unicodeScalars.contains("\u{2028}"))
            if format != .text, format != .csv { #expect(!answer.body.contains("<script>")) }
            let arrows = answer.body.split(separator: "\n").filter { $0.contains("-->") }.count
            #expect(format == .srt || format == .vtt ? arrows == 2 : true)
            let rows = answer.body.split(whereSeparator: \.isNewline).count
            #expect(format == .text || format == .jsonl ? rows == 2 : true)
            #expect(format == .csv ? rows == 3 : true)
        }
    }

    @Test func writesCuesOnTheClockOfTheWholeCall() async throws {
        try await TestGateway.run { gateway in
            let call = try await self.hostileCall(on: gateway)
            let answer = try await self.get("/api/calls/\(call)/transcript?format=vtt", on: gateway)
            #expect(answer.body.hasPrefix("WEBVTT\n\n1\n00:01:01.250 --> 00:01:02.000\n<v Caller>&lt;script&gt;"))
            // The second stream begins where the first one's last line ended.
            #expect(answer.body.contains("\n2\n00:02:03.250 --> 00:02:04.000\n"))
        }
    }

    @Test func keepsTheWordsInJSONAndNothingHiddenAmongThem() async throws {
        try await TestGateway.run { gateway in
            let call = try await self.hostileCall(on: gateway)
            let answer = try await self.get("/api/calls/\(call)/transcript", on: gateway)
            #expect(
                answer.body.contains(
                    #""text":"\u003cscript\u003ealert(\"1\")\u003c/script\u003e \u0026 'x' --\u003e 00:00evil"#
                )
            )
            #expect(answer.body.contains(#""start":61.25,"text":"\u003cb\u003e""#))
        }
    }

    @Test func listsCallsAndShowsOne() async throws {
        try await TestGateway.run { gateway in
            let calls = [CallSID.random(), .random(), .random()]
            for call in calls { _ = try await gateway.call(call) }
            let first = try await self.get("/api/calls?limit=2", on: gateway)
            #expect(first.body.contains(calls[2].description) && first.body.contains(calls[1].description))
            let start = try #require(first.body.firstRange(of: #""next":""#)?.upperBound)
            let cursor = first.body[start...].prefix { $0 != "\"" }
            let second = try await self.get("/api/calls?limit=2&cursor=\(cursor)", on: gateway)
            #expect(second.body.contains(calls[0].description) && !second.body.contains(#""next""#))
            let one = try await self.get("/api/calls/\(calls[0])", on: gateway)
            #expect(one.body.contains(#""status":"ringing""#))
            let over = try await self.get("/api/calls?active=false", on: gateway)
            #expect(over.body == #"{"calls":[]}"#)
        }
    }

    @Test(arguments: [
        "?limit=0", "?limit=501", "?limit=x", "?limit=-1", "?active=maybe", "?cursor=nonsense", "?limit=%",
        "/CA0123456789abcdef0123456789abcdef/transcript?format=html",
    ])
    func answers400ToAQuestionThatMakesNoSense(_ suffix: String) async throws {
        try await TestGateway.run { gateway in
            let answer = try await self.get("/api/calls\(suffix)", on: gateway)
            #expect(answer.status == 400)
            #expect(answer["content-type"] == "application/problem+json")
        }
    }

    @Test(arguments: ["CA0123456789abcdef0123456789abcdef", "x", "CA'; DROP TABLE calls", "%00"])
    func answers404ToACallNobodyKnows(_ sid: String) async throws {
        try await TestGateway.run { gateway in
            let sid = sid.replacing(" ", with: "%20")
            #expect(try await self.get("/api/calls/\(sid)", on: gateway).status == 404)
            let transcript = try await self.get("/api/calls/\(sid)/transcript", on: gateway)
            #expect(transcript.status == 404)
        }
    }

    @Test func answers503WhenTheStoreDoesNot() async throws {
        try await TestGateway.run({ $0.store = FailingStore() }) { gateway in
            let answer = try await self.get("/api/calls", on: gateway)
            #expect(answer.status == 503)
            #expect(!answer.body.contains("away"))
        }
    }

    @Test func answers500WithAnIDAndNothingElseToADefect() async throws {
        let error = StoreError(.unreadable, "secret")
        try await TestGateway.run({ $0.store = FailingStore(error: error) }) { gateway in
            let answer = try await self.get("/api/calls", on: gateway)
            #expect(answer.status == 500)
            #expect(!answer.body.contains("secret"))
            let id = try #require(answer["x-request-id"])
            #expect(answer.body.contains(#""requestId":"\#(id)""#))
            #expect(gateway.lines("unexpected error in a route").first?["request.id"] == id)
        }
    }

    // MARK: Who may ask

    @Test func wantsAKeyWhenThereAreKeys() async throws {
        try await TestGateway.run({ $0.gateway.apiKeys = ["first-key", "second-key"] }) { gateway in
            for value in ["", "Bearer", "Bearer ", "Bearer wrong", "Basic first-key", "first-key", "Bearer first-key2"]
            {
                let answer = try await self.get("/api/calls", on: gateway, [("Authorization", value)])
                #expect(answer.status == 401, "\(value)")
                #expect(answer["www-authenticate"] == #"Bearer realm="switchboard""#)
            }
            let missing = try await self.get("/api/calls", on: gateway)
            #expect(missing.status == 401)
            for key in ["first-key", "second-key"] {
                let answer = try await self.get("/api/calls", on: gateway, [("Authorization", "bearer \(key)")])
                #expect(answer.status == 200)
            }
            #expect(!gateway.logText.contains("first-key"))
        }
    }

    @Test func answersNobodyInProductionWithoutKeys() async throws {
        try await TestGateway.run({ $0.gateway.environment = .production }) { gateway in
            let answer = try await self.get("/api/calls", on: gateway)
            #expect(answer.status == 403)
        }
    }

    @Test(arguments: [
        ("X-Forwarded-For", "127.0.0.1"), ("Forwarded", "for=127.0.0.1"), ("Host", "voice.example.com"),
        ("Host", "127.0.0.1.evil.example"), ("Via", "1.1 proxy"),
    ])
    func takesATunnelOrARebindingPageForAStranger(_ header: (String, String)) async throws {
        try await TestGateway.run { gateway in
            let answer = try await self.get("/api/calls", on: gateway, [header])
            #expect(answer.status == 403)
        }
    }

    @Test(arguments: ["localhost", "localhost:8080", "127.0.0.1", "[::1]:8080"])
    func answersThisMachineInDevelopment(_ host: String) async throws {
        try await TestGateway.run { gateway in
            let answer = try await self.get("/api/calls", on: gateway, [("Host", host)])
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.1.2.3", true), ("::1", true), ("::ffff:127.0.0.1", true), ("10.0.0.1", false),
        ("127.0.0.1.example", false), ("127", false), ("", false), ("::ffff:10.0.0.1", false), ("0.0.0.0", false),
    ])
    func knowsLoopback(_ address: String, _ isLoopback: Bool) {
        #expect((IPAddress(address).map(OperatorGuard.isLoopback) ?? false) == isLoopback)
    }
}
