// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing
import Twilio
import WebSockets

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(1)))
struct BadStreamTests {
    /// What a broken or hostile Twilio might say, and the close code it gets.
    struct Abuse: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: Int
        let run: @Sendable (StreamClient, CallSID, StreamSID) async throws -> Void

        init(
            _ name: String,
            _ code: Int,
            _ run: @escaping @Sendable (StreamClient, CallSID, StreamSID) async throws -> Void
        ) {
            self.testDescription = name
            self.code = code
            self.run = run
        }

        /// A message that is skipped, until there were too many.
        static func skipped(_ name: String, _ text: @escaping @Sendable (StreamSID) -> String) -> Abuse {
            Abuse(name, 1008) { client, _, stream in
                for _ in 0..<20 { try await client.send(text: text(stream)) }
            }
        }
    }

    static let afterStart: [Abuse] = [
        .skipped("no JSON") { _ in "hello" },
        .skipped("empty") { _ in "" },
        .skipped("half an object") { _ in #"{"event":"media","media":{"payload":"//"# },
        .skipped("a list") { _ in "[1,2,3]" },
        .skipped("an event that is a number") { _ in #"{"event":1}"# },
        .skipped("JSON 20,000 deep") { _ in String(repeating: "[", count: 20_000) },
        .skipped("objects 5,000 deep") { _ in String(repeating: #"{"a":"#, count: 5_000) + "1" },
        .skipped("4,000 keys") { _ in
            #"{"event":"mark","x":{"# + (0..<4_000).map { #""k\#($0)":1"# }.joined(separator: ",") + "}}"
        },
        .skipped("base64 that is none") { stream in
            #"{"event":"media","streamSid":"\#(stream)","media":{"payload":"!!!!"}}"#
        },
        .skipped("no audio") { stream in #"{"event":"media","streamSid":"\#(stream)","media":{"payload":""}}"# },
        .skipped("another stream") { _ in
            #"{"event":"media","streamSid":"\#(StreamSID.random())","media":{"payload":"//8="}}"#
        },
        .skipped("a key that is none") { stream in
            #"{"event":"dtmf","streamSid":"\#(stream)","dtmf":{"digit":"12"}}"#
        },
        .skipped("connected again") { _ in #"{"event":"connected","protocol":"Call","version":"1.0.0"}"# },
        Abuse("a second start", 1008) { client, call, stream in
            try await client.send(.start(StreamClient.start(call, stream: stream)))
        },
        Abuse("a binary message", 1003) { client, _, _ in try await client.send(binary: [1, 2, 3]) },
        Abuse("a message of 1 MB", 1009) { client, _, _ in
            try await client.send(text: String(repeating: "a", count: 1 << 20))
        },
        Abuse("text that is not UTF-8", 1007) { client, _, _ in try await client.send(rawText: [0xC3, 0x28]) },
    ]

    @Test(arguments: Self.afterStart)
    func endsAStreamThatBreaksTheRules(_ abuse: Abuse) async throws {
        try await TestGateway.run { gateway in
            let (call, stream) = (CallSID.random(), StreamSID.random())
            let good = try await StreamClient.begin(.random(), on: gateway)
            let client = try await StreamClient.begin(call, stream: stream, on: gateway)
            try await gateway.eventually { gateway.manager.snapshot.live == 2 }
            try await abuse.run(client, call, stream)
            #expect(try await client.ending.code == abuse.code)
            try await gateway.eventually { gateway.manager.snapshot.live == 1 }
            let answer = try await gateway.post("/api/calls/next", TestGateway.form(call: call, status: "in-progress"))
            #expect(answer.body.contains("<Stream"))
            try await good.close()
        }
    }

    static let beforeStart: [Abuse] = [
        Abuse("audio first", 1008) { client, _, stream in
            for chunk in 1...20 { try await client.send(StreamClient.media(stream, Int64(chunk))) }
        },
        Abuse("stop first", 1008) { client, _, stream in
            for _ in 0..<20 { try await client.send(StreamClient.stop(stream)) }
        },
        Abuse("a foreign account", 1008) { client, call, stream in
            var start = StreamClient.start(call, stream: stream)
            start.accountSID = AccountSID.random().description
            try await client.send(.start(start))
        },
        Abuse("another call", 1008) { client, _, stream in
            try await client.send(.start(StreamClient.start(.random(), stream: stream)))
        },
        Abuse("a stream without a name", 1008) { client, call, stream in
            var start = StreamClient.start(call, stream: stream)
            start.streamSID = "MZ<script>"
            try await client.send(.start(start))
        },
        Abuse("linear audio", 1003) { client, call, stream in
            var start = StreamClient.start(call, stream: stream)
            start.format = .init(encoding: "audio/x-l16", sampleRate: 16_000, channels: 1)
            try await client.send(.start(start))
        },
        Abuse("no samples a second", 1003) { client, call, stream in
            var start = StreamClient.start(call, stream: stream)
            start.format.sampleRate = 0
            try await client.send(.start(start))
        },
        Abuse("nothing at all", 1008) { _, _, _ in },
    ]

    @Test(arguments: Self.beforeStart)
    func endsAStreamThatDoesNotBegin(_ abuse: Abuse) async throws {
        // Only who says nothing waits for the deadline; it must not overtake the others on a busy machine.
        let deadline = abuse.testDescription == "nothing at all" ? Duration.milliseconds(400) : .seconds(60)
        try await TestGateway.run({ $0.gateway.streams.startDeadline = deadline }) { gateway in
            let call = CallSID.random()
            let client = try await StreamClient.open(try await gateway.call(call), on: gateway)
            try await abuse.run(client, call, .random())
            #expect(try await client.ending.code == abuse.code)
            #expect(gateway.manager.snapshot.live == 0)
            #expect(gateway.lines("stream closed").count == 1)
        }
    }

    @Test func skipsALittleGarbageAndGoesOn() async throws {
        try await TestGateway.run { gateway in
            let (call, stream) = (CallSID.random(), StreamSID.random())
            let client = try await StreamClient.open(try await gateway.call(call), on: gateway)
            try await client.send(StreamClient.media(stream, 1))
            try await client.send(text: "hello")
            try await client.send(.start(StreamClient.start(call, stream: stream)))
            try await client.send(text: #"{"event":"weather","sky":"blue"}"#)
            for chunk in 1...19 {
                try await client.send(StreamClient.media(stream, Int64(chunk)))
                if chunk % 2 == 0 { try await client.send(text: "{}") }
            }
            let session = try await self.session(of: call, on: gateway)
            try await gateway.eventually { await session.framesHeard == 19 }
            try await client.send(StreamClient.stop(stream))
            try await client.send(StreamClient.media(stream, 20))
            #expect(try await client.ending.code == 1000)
            #expect(await session.framesHeard == 19)
        }
    }

    @Test func hearsAudioInAnySpelling() async throws {
        try await TestGateway.run { gateway in
            let (call, stream) = (CallSID.random(), StreamSID.random())
            let client = try await StreamClient.begin(call, stream: stream, on: gateway)
            try await client.send(
                text: #"{ "media": {"payload":"\/\/8=","timestamp":20,"chunk":1,"x":[{}]}, "streamSid":"\#(stream)", "#
                    + #""event":"media", "future":{"a":null}}"#
            )
            try await client.send(
                text: #"{"ev\u0065nt":"media","streamSid":"\#(stream)","media":{"payload":"//8=","chunk":"2"}}"#
            )
            let session = try await self.session(of: call, on: gateway)
            try await gateway.eventually { await session.framesHeard == 2 }
        }
    }

    private func session(of call: CallSID, on gateway: TestGateway) async throws -> CallSession {
        try await gateway.eventually { gateway.manager.session(of: CallID(call.description)) != nil }
        return try #require(gateway.manager.session(of: CallID(call.description)))
    }
}
