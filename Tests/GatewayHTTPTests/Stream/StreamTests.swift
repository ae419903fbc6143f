// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import SwitchboardTesting
import Testing
import Twilio
import WebSockets

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(1)))
struct StreamTests {
    private func refusal(_ open: () async throws -> StreamClient) async -> Int? {
        do {
            _ = try await open()
            return nil
        } catch let error as WebSocketError {
            return error.refusal?.status.code
        } catch {
            return -1
        }
    }

    @Test func greetsTheCallerAndReportsTheTurn() async throws {
        try await TestGateway.run { gateway in
            let (call, stream) = (CallSID.random(), StreamSID.random())
            let client = try await StreamClient.begin(call, stream: stream, on: gateway)
            var media = 0
            for await message in client.messages {
                #expect(message.contains(#""streamSid":"\#(stream)""#))
                if message.hasPrefix(#"{"event":"media""#) { media += 1 }
                if message.hasPrefix(#"{"event":"mark""#) { break }
            }
            #expect(media > 0)
            try await client.send(StreamClient.stop(stream))
            #expect(try await client.ending.code == 1000)
            try await gateway.eventually {
                try await gateway.store.call(CallID(call.description))?.termination == .callerHungUp
            }
        }
    }

    @Test func takesUpTheCallWhenTheSocketIsCut() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            let client = try await StreamClient.begin(call, on: gateway)
            try await gateway.eventually { gateway.manager.snapshot.live == 1 }
            try await client.drop()
            try await gateway.eventually {
                try await gateway.store.call(CallID(call.description))?.termination == .connectionLost
            }
            let answer = try await gateway.post("/api/calls/next", TestGateway.form(call: call, status: "in-progress"))
            #expect(answer.body.contains("<Stream"))
        }
    }

    @Test func refusesAnUnsignedStreamAndLeavesTheTokenGood() async throws {
        try await TestGateway.run { gateway in
            let token = try await gateway.call(.random())
            let wrong = TestGateway.sign("/api/calls/stream/\(token)", [:], base: "https://voice.example.com")
            #expect(await self.refusal { try await StreamClient.open(token, on: gateway, isSigned: false) } == 403)
            #expect(await self.refusal { try await StreamClient.open(token, on: gateway, signature: wrong) } == 403)
            #expect(gateway.lines("stream refused").count == 2)
            #expect(await self.refusal { try await StreamClient.open(token, on: gateway) } == nil)
        }
    }

    @Test func acceptsTheSignatureWithASlashBehindTheAddress() async throws {
        try await TestGateway.run { gateway in
            let token = try await gateway.call(.random())
            let target = "/api/calls/stream/\(token)/"
            let signature = TestGateway.sign(target, [:], base: "wss://voice.example.com")
            #expect(await self.refusal { try await StreamClient.open(token, on: gateway, signature: signature) } == nil)
        }
    }

    @Test func refusesATokenThatWasUsed() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            let token = try await gateway.call(call)
            let client = try await StreamClient.open(token, on: gateway)
            try await client.send(.start(StreamClient.start(call, stream: .random())))
            try await gateway.eventually { gateway.manager.snapshot.live == 1 }
            #expect(await self.refusal { try await StreamClient.open(token, on: gateway) } == 403)
            #expect(gateway.manager.snapshot.live == 1)
        }
    }

    @Test(arguments: ["0123456789abcdef0123456789abcdef", "x", "", "ABCDEF", "../health", "%00"])
    func refusesATokenNobodyGave(_ token: String) async throws {
        try await TestGateway.run { gateway in
            #expect(await self.refusal { try await StreamClient.open(token, on: gateway) } == 403)
        }
    }

    @Test func answers503ToMoreUnstartedStreamsThanTheLimitAndLeavesTheTokenGood() async throws {
        try await TestGateway.run({ $0.gateway.streams.unstarted = 1 }) { gateway in
            let (first, second) = (CallSID.random(), CallSID.random())
            let client = try await StreamClient.open(try await gateway.call(first), on: gateway)
            let token = try await gateway.call(second)
            #expect(await self.refusal { try await StreamClient.open(token, on: gateway) } == 503)
            try await client.send(.start(StreamClient.start(first, stream: .random())))
            try await gateway.eventually { gateway.manager.snapshot.live == 1 }
            #expect(await self.refusal { try await StreamClient.open(token, on: gateway) } == nil)
        }
    }

    @Test func opensNoEngineForARefusedStream() async throws {
        let recogniser = ScriptedRecogniser([])
        try await TestGateway.run({ $0.recogniser = recogniser }) { gateway in
            let token = try await gateway.call(.random())
            _ = await self.refusal { try await StreamClient.open(token, on: gateway, isSigned: false) }
            let client = try await StreamClient.open(token, on: gateway)
            try await client.send(.start(StreamClient.start(.random(), stream: .random())))
            #expect(try await client.ending.code == 1008)
            #expect(recogniser.status.sessions == 0)
        }
    }
}
