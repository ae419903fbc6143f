// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwitchboardTesting
import Testing
import Twilio

/// R62 for what comes after a stream's upgrade: whatever its messages say, and in conversations in words that is all the
/// caller says, the log stays one JSON object a line, without a secret, a telephone number or a word of the caller.
@Suite(.timeLimit(.minutes(3)))
struct HostileStreamLogTests {
    private static let key = "sekret-operator-key-of-streams-9c"
    private static let numbers = ["+14155552671", "+442071838750"]
    /// What a caller says; no part of the server has a use for such a word.
    private static let word = "abracadabraxyzzy"
    private static let saying = "\(word) \(HostileLog.evil) my number is \(numbers[0]) and the key \(key)"

    @Test(arguments: ["stream", "relay"])
    func nothingThatAStreamSaysIsSeenInTheLog(media: String) async throws {
        try await ServingExecutable.Folder.with { folder in
            let server = try await ServingExecutable.start(
                in: folder,
                environment: [
                    "LOG_LEVEL": "trace", "SPEECH": "offline", "MEDIA": media, "API_KEYS": Self.key,
                    "DRAIN_SECONDS": "0",
                ]
            )
            var tokens: [String] = []
            try await ServingExecutable.withTwilio { twilio in
                for call in media == "relay" ? self.relays(server) : self.streams(server) {
                    let result = try await twilio.place(call)
                    tokens += (result.streams.map(\.url) + result.relays.map(\.url)).compactMap {
                        $0.split(separator: "/").last.map(String.init)
                    }
                }
            }
            server.executable.signal(SIGTERM)
            #expect(await server.executable.status() == 0)
            #expect(tokens.count >= 2)
            try self.check(server.executable.errors, secrets: tokens + [Self.key, ServingExecutable.token], media)
        }
    }

    private func check(_ log: String, secrets: [String], _ media: String) throws {
        let lines = try HostileLog.check(log, atLeast: 20)
        for secret in secrets { #expect(!log.contains(secret), "the log has \(secret)") }
        for number in Self.numbers { #expect(!log.contains(number.dropFirst()), "the log has \(number)") }
        for line in lines where line["level"] as? String != "trace" {
            #expect(!"\(line)".localizedCaseInsensitiveContains(Self.word), "\(line)")
        }
        let closed = lines.filter { ($0["msg"] as? String)?.hasSuffix(" closed") == true }
        #expect(!closed.isEmpty && closed.allSatisfy { ($0["refusal.mend"] as? String)?.isEmpty == false })
        let reasons = Set(closed.compactMap { $0["refusal.reason"] as? String })
        #expect(reasons.isSuperset(of: ["too_many_offences", "websocket_violation"]), "\(reasons)")
        #expect(lines.contains { $0["msg"] as? String == "call ended" || $0["msg"] as? String == "stream ended" })
        if media == "relay" {
            #expect(lines.contains { $0["msg"] as? String == "twilio reports an error of the relay" })
        }
    }
}

// MARK: - What is said

extension HostileStreamLogTests {
    private static func text(_ object: [String: Any]) -> CallerStep {
        // What these tests write themselves is JSON.
        let data = (try? JSONSerialization.data(withJSONObject: object)) ?? Data()
        return .fault(.text(Array(data)))
    }

    /// Secrets, numbers and forged lines where TwiML's parameters come back, and a great deal of them.
    private static var parameters: [String: Any] {
        [
            HostileLog.evil: HostileLog.evil, "api_key": key, "authorization": "Bearer \(ServingExecutable.token)",
            "caller": numbers[0], "said": saying, "much": String(repeating: HostileLog.evil, count: 400),
        ]
    }

    /// Fillers of both media, at the end of which the server has had enough.
    private static let garbage: [CallerStep] =
        (0..<20).map { number in
            Self.text([HostileLog.evil: saying, "event": number, "type": number])
        } + [.wait(.milliseconds(500)), .hangUp]

    private func call(_ server: ServingExecutable, _ steps: [CallerStep]) -> SimulatedCall {
        let query = "?key=\(Self.key)&from=%2B14155552671&password=\(ServingExecutable.token)"
        var call = server.call(steps, path: "/api/calls/incoming" + query)
        call.from = Self.numbers[0]
        call.to = Self.numbers[1]
        call.verbPace = 20
        return call
    }

    private func streams(_ server: ServingExecutable) -> [SimulatedCall] {
        let stream = StreamSID.random().description
        var begins = self.call(server, [])
        begins.streamOpening = .silentAfterConnected
        begins.script = CallerScript(
            steps: [Self.start(of: begins, stream), .wait(.milliseconds(300))] + Self.odd(stream) + Self.garbage
        )
        var breaks = self.call(server, [.wait(.milliseconds(300)), .fault(.largeText(bytes: 1 << 20)), .hangUp])
        breaks.streamOpening = .normal
        return [begins, breaks]
    }

    private static func start(of call: SimulatedCall, _ stream: String) -> CallerStep {
        Self.text([
            "event": "start", "sequenceNumber": "1", "streamSid": stream,
            "start": [
                "accountSid": call.account.sid, "callSid": call.sid, "streamSid": stream, "tracks": ["inbound"],
                "mediaFormat": ["encoding": "audio/x-mulaw", "sampleRate": 8_000, "channels": 1],
                "customParameters": Self.parameters,
            ],
        ])
    }

    /// Messages that are right and say strange things.
    private static func odd(_ stream: String) -> [CallerStep] {
        [
            Self.text(["event": "mark", "streamSid": stream, "mark": ["name": Self.saying]]),
            Self.text(["event": Self.saying, "streamSid": stream, Self.saying: Self.parameters]),
            Self.text(["event": "dtmf", "streamSid": stream, "dtmf": ["digit": Self.saying]]),
            Self.text(["event": "media", "streamSid": Self.saying, "media": ["payload": Self.saying]]),
        ]
    }

    private func relays(_ server: ServingExecutable) -> [SimulatedCall] {
        var begins = self.call(server, [])
        begins.streamOpening = .silentAfterConnected
        begins.script = CallerScript(
            steps: [Self.setup(of: begins), .wait(.milliseconds(300))] + Self.words + Self.garbage
        )
        let breaks = self.call(server, [.wait(.milliseconds(300)), .fault(.invalidUTF8), .hangUp])
        let talks = self.call(server, [.say(Self.saying), .wait(.seconds(1)), .hangUp])
        return [begins, breaks, talks]
    }

    private static func setup(of call: SimulatedCall) -> CallerStep {
        Self.text([
            "type": "setup", "sessionId": "VX" + String(repeating: "a", count: 32), "callSid": call.sid,
            "accountSid": call.account.sid, "from": Self.numbers[0], "to": Self.numbers[1], "direction": "inbound",
            "callType": HostileLog.evil, "callerName": Self.saying, "forwardedFrom": Self.saying,
            "customParameters": Self.parameters,
        ])
    }

    private static let words: [CallerStep] = [
        Self.text(["type": "prompt", "voicePrompt": Self.saying, "lang": "en-US", "last": true]),
        .wait(.milliseconds(500)),
        Self.text(["type": "interrupt", "utteranceUntilInterrupt": Self.saying, "durationUntilInterruptMs": "460"]),
        Self.text(["type": "info", "name": Self.saying, "value": Self.saying]),
        Self.text(["type": Self.saying, "value": Self.saying]),
        Self.text(["type": "error", "description": "64107 \(Self.saying)"]),
        Self.text(["type": "dtmf", "digit": Self.saying]),
    ]
}
