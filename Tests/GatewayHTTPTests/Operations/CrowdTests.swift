// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import SwitchboardTesting
import Testing
import Twilio

@testable import GatewayHTTP

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite(.serialized, .timeLimit(.minutes(2)))
struct CrowdTests {
    private static let frames = 100

    private func talk(_ call: CallSID, on gateway: TestGateway) async throws -> Int {
        let stream = StreamSID.random()
        let client = try await StreamClient.begin(call, stream: stream, on: gateway)
        for chunk in 1...Self.frames { try await client.send(StreamClient.media(stream, Int64(chunk))) }
        try await gateway.eventually { gateway.manager.session(of: CallID(call.description)) != nil }
        guard let session = gateway.manager.session(of: CallID(call.description)) else { return 0 }
        try await gateway.eventually { await session.framesHeard == Self.frames }
        try await client.send(StreamClient.stop(stream))
        let ending = try await client.ending
        return ending.code == 1000 ? await session.framesHeard : 0
    }

    private func abuse(_ round: Int, on gateway: TestGateway) async throws {
        switch round % 4 {
        case 0:
            let form = TestGateway.form(call: .random())
            _ = try await gateway.post("/api/calls/incoming", form, headers: [("X-Twilio-Signature", "forged")])
        case 1:
            let client = try await StreamClient.begin(.random(), on: gateway)
            for _ in 0..<25 { try? await client.send(text: String(repeating: "[", count: 50_000)) }
            _ = try await client.ending
        case 2:
            let client = try await StreamClient.begin(.random(), on: gateway)
            try? await client.send(text: String(repeating: "x", count: 1 << 20))
            _ = try await client.ending
        default:
            _ = try? await StreamClient.open("0123456789abcdef0123456789abcdef", on: gateway)
        }
    }

    @Test func servesSixtyCallsBesideAbuse() async throws {
        try await TestGateway.run { gateway in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for round in 0..<60 {
                    group.addTask { try await self.talk(.random(), on: gateway) }
                    group.addTask {
                        try await self.abuse(round, on: gateway)
                        return Self.frames
                    }
                }
                for try await heard in group { #expect(heard == Self.frames) }
            }
            try await gateway.eventually { gateway.manager.snapshot.live == 0 }
            let health = try await RawHTTP.request("GET", "/api/health", port: gateway.port)
            #expect(health.status == 200)
        }
    }

    @Test func keepsItsMemoryUnderGarbage() async throws {
        try await TestGateway.run { gateway in
            for round in 0..<40 { try await self.abuse(round, on: gateway) }
            let before = try Self.residentBytes()
            for round in 0..<400 { try await self.abuse(round, on: gateway) }
            #expect(try Self.residentBytes() - before < 64 << 20)
        }
    }

    private static func residentBytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4_096
    }
}
