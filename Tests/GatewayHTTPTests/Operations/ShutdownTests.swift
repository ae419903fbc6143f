// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing
import Twilio

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(1)))
struct ShutdownTests {
    @Test func closesStreamsAsGoingAwayAndNotesThatTheCallGoesOn() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            let client = try await StreamClient.begin(call, on: gateway)
            try await gateway.eventually { gateway.manager.snapshot.live == 1 }
            await gateway.shutDown()
            #expect(try await client.ending.code == 1001)
            try await gateway.eventually {
                try await gateway.store.call(CallID(call.description))?.next == .resume
            }
        }
    }

    @Test func closesASocketThatHasNotStarted() async throws {
        try await TestGateway.run { gateway in
            let client = try await StreamClient.open(try await gateway.call(.random()), on: gateway)
            await gateway.shutDown()
            #expect(try await client.ending.code == 1001)
        }
    }

    @Test func answersWhatComesNextWhileTheManagerDrains() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            let client = try await StreamClient.begin(call, on: gateway)
            try await gateway.eventually { gateway.manager.snapshot.live == 1 }
            async let draining = gateway.manager.drain(within: .zero)
            #expect(try await client.ending.code == 1000)
            let answer = try await gateway.post("/api/calls/next", TestGateway.form(call: call, status: "in-progress"))
            #expect(!answer.body.contains("<Pause"), "a sibling may be there")
            #expect(answer.body.contains("/api/calls/next?attempt=1"))
            #expect(await draining == 1)
        }
    }

    @Test func saysClearlyThatThePortIsTaken() async throws {
        try await TestGateway.run { gateway in
            let error = await #expect(throws: GatewayError.self) {
                try await TestGateway.run({ $0.gateway.port = gateway.port }, { _ in })
            }
            #expect(error?.code == .cannotListen)
        }
    }
}
