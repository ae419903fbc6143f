// SPDX-License-Identifier: Apache-2.0

import AuraTestSupport
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Deepgram

/// What Deepgram is told of the trace that a connection or a text is part of.
@Suite(.timeLimit(.minutes(1))) struct TracedDialTests {
    private static let trace = TraceContext(
        traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        tracestate: "a=1,b=2"
    )
    private static let nova = ListenParameters.nova(NovaParameters())

    private static func fields(_ request: String) -> [String] {
        request.split(separator: "\r\n").map { $0.lowercased() }.filter { $0.hasPrefix("trace") }.sorted()
    }

    @Test func anUpgradeThatIsMadeForACallSaysSo() async throws {
        try await EngineServer.run { server in
            let client = try ListenClient.test(port: server.port)
            let caller = Caller(client, in: Self.trace)
            let request = try await server.accept().upgrade()
            try await caller.opened()
            #expect(Self.fields(request) == ["traceparent: \(Self.trace.traceparent)", "tracestate: a=1,b=2"])
            #expect(request.lowercased().contains("authorization: token secret"))
            let bare = Caller(client, in: TraceContext(traceparent: Self.trace.traceparent))
            #expect(Self.fields(try await server.accept().upgrade()) == ["traceparent: \(Self.trace.traceparent)"])
            try await bare.opened()
            let untraced = Caller(client)
            #expect(Self.fields(try await server.accept().upgrade()).isEmpty)
            try await untraced.opened()
        }
    }

    @Test func theGuardPassesOnWhatACallSaysAndNothingForThePool() {
        let (loop, base, clock) = (EmbeddedEventLoop(), FakeDialler(), SteppedClock())
        let guarding = GuardedDiallerConfiguration(connectsPerSecond: 1, connectBurst: 1)
        let dialler = GuardedDialler(over: base, configuration: guarding, clock: clock)
        _ = dialler.dialInTheBackground(Self.nova, on: loop, for: RecordingOwner())
        // It has to wait for its turn.
        _ = dialler.dial(Self.nova, in: Self.trace, on: loop, for: RecordingOwner())
        #expect(base.dials.map(\.trace) == [nil])
        clock.advance(loop, by: .seconds(2))
        #expect(base.dials.map(\.trace) == [nil, Self.trace])
    }

    @Test func aConnectionOfThePoolWasMadeForNobody() {
        let (loop, base) = (EmbeddedEventLoop(), FakeDialler())
        let dialler = GuardedDialler(over: base, configuration: GuardedDiallerConfiguration(connectBurst: 100))
        let pool = ListenPool(over: dialler, eventLoops: [loop])
        pool.warm(Self.nova)
        loop.run()
        for dial in base.pending { dial.succeed() }
        loop.run()
        #expect(base.dials.map(\.trace) == [nil])
        _ = pool.dial(Self.nova, in: Self.trace, on: loop, for: RecordingOwner())
        // It dies before it is used, so that one is dialled for this call.
        base.dials[0].end(nil)
        #expect(base.dials.last?.trace == Self.trace)
        let other = TraceContext(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4737-00f067aa0ba902b8-01")
        _ = pool.dial(.nova(NovaParameters(language: "de")), in: other, on: loop, for: RecordingOwner())
        #expect(base.dials.last?.trace == other)
    }

    @Test func aRequestForATextSaysWhatItIsPartOf() async throws {
        let server = try await ScriptedAura { _ in AuraStep.sound([0x70, 0x71, 0x72, 0x73]) }
        _ = try await SpeakStage(at: server.url, in: Self.trace).ended()
        _ = try await SpeakStage(at: server.url).ended()
        let heads = server.requests.events.map(\.head.headers)
        #expect(heads.map { $0["traceparent"] } == [[Self.trace.traceparent], []])
        #expect(heads.map { $0["tracestate"] } == [["a=1,b=2"], []])
        try await server.stop()
    }

    @Test func aSocketToSpeakSaysForWhichTextItWasOpened() async throws {
        try await EngineServer.run { server in
            let access = SpeakAccess(
                endpoint: try DeepgramEndpoint("ws://127.0.0.1:\(server.port)", allowingPlaintext: true),
                credential: try .key("secret")
            )
            let pool = try SpeakPool(access: access)
            let stage = try await SpeakStage(by: pool, in: Self.trace)
            let peer = try await server.accept()
            #expect(Self.fields(try await peer.upgrade()).first == "traceparent: \(Self.trace.traceparent)")
            try await stage.cancel()
        }
    }
}
