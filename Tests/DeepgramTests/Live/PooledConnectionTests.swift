// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Resilience
import Testing

@testable import Deepgram

/// Pool, guard and client together, on sockets and on several event loops.
@Suite(.timeLimit(.minutes(1))) struct PooledConnectionTests {
    private func pool(
        _ port: Int,
        _ eventLoops: [any EventLoop],
        configuration: ListenPoolConfiguration = ListenPoolConfiguration(),
        client: ListenClientConfiguration = .patient,
        tls: Bool = false,
        log: ListenLog = ListenLog()
    ) throws -> ListenPool {
        let client = try ListenClient.test(port: port, isSecure: tls, host: "localhost", configuration: client)
        let guarded = GuardedDialler(over: client, onEvent: { log.append($0) })
        return ListenPool(
            over: guarded,
            eventLoops: eventLoops,
            configuration: configuration,
            onEvent: { log.append($0) }
        )
    }

    /// Waits until the pool has so many, which the log says only after it is so.
    private func waitUntil(_ pool: ListenPool, hasIdle count: Int, on eventLoops: [any EventLoop]) async throws {
        while pool.state.idle != count {
            for eventLoop in eventLoops { try await eventLoop.submit {}.get() }
            await Task.yield()
        }
    }

    @Test(arguments: [false, true]) func handsOutAFedConnectionOnEachEventLoop(_ tls: Bool) async throws {
        let context = tls ? try TestCertificates.server(TestCertificates.good) : nil
        try await EngineServer.run(tls: context) { server in
            let eventLoops = Array(MultiThreadedEventLoopGroup.singleton.makeIterator())
            let log = ListenLog()
            let configuration = ListenClientConfiguration.patient { $0.extraTrustRoots = TestCertificates.root }
            let pool = try self.pool(server.port, eventLoops, client: configuration, tls: tls, log: log)
            pool.warm(.nova(NovaParameters()))
            var peers: [String: EnginePeer] = [:]
            for index in eventLoops.indices {
                let peer = try await server.accept()
                try await peer.upgrade(requestID: "warm-\(index)")
                peers["warm-\(index)"] = peer
            }
            try await self.waitUntil(pool, hasIdle: eventLoops.count, on: eventLoops)
            for eventLoop in eventLoops {
                let caller = Caller(pool, on: eventLoop)
                try await caller.opened()
                let id = try #require(try await caller.withLink { $0.requestID })
                let peer = try #require(peers[id])
                peers[id] = nil
                #expect(await peer.readMessage() == EngineFrame(opcode: 2, payload: Array(repeating: 0xFF, count: 160)))
                try await caller.sendAudio(320)
                #expect(await peer.readMessage()?.payload.count == 320)
                #expect(try await caller.withLink { $0.fedSamples } == 480)
                try await caller.withLink { $0.abandon() }
            }
            #expect(peers.isEmpty)
            #expect(log.count(.poolHit) == eventLoops.count)
            // What refills it is not answered; the pool ends all the same.
            await pool.shutdown()
        }
    }

    @Test func neverHandsOutWhatTheServerClosed() async throws {
        try await EngineServer.run { server in
            let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
            // The dead one is replaced later than the call comes, however busy the machine is.
            let later = ListenPoolConfiguration(
                refillBackoff: Backoff(first: .seconds(600), cap: .seconds(600), jitter: .half)
            )
            let pool = try self.pool(server.port, [eventLoop], configuration: later)
            pool.warm(.nova(NovaParameters()))
            let idle = try await server.accept()
            try await idle.upgrade(requestID: "closed")
            try await self.waitUntil(pool, hasIdle: 1, on: [eventLoop])
            try await idle.sendText(#"{"type":"Metadata","duration":0.02,"channels":1,"sha256":"incomplete"}"#)
            try await idle.sendClose(1011, "Deepgram did not receive audio data. See https://dpgr.am/net0001")
            try await self.waitUntil(pool, hasIdle: 0, on: [eventLoop])
            let caller = Caller(pool, on: eventLoop)
            try await server.accept().upgrade(requestID: "fresh")
            try await caller.opened()
            #expect(try await caller.withLink { $0.requestID } == "fresh")
            await pool.shutdown()
        }
    }

    @Test func shutsDownProperly() async throws {
        try await EngineServer.run { server in
            let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
            let log = ListenLog()
            let pool = try self.pool(server.port, [eventLoop], log: log)
            pool.warm(.nova(NovaParameters()))
            let peer = try await server.accept()
            try await peer.upgrade()
            try await self.waitUntil(pool, hasIdle: 1, on: [eventLoop])
            async let shutdown: Void = pool.shutdown()
            #expect(await peer.readMessage()?.payload.count == 160)
            #expect(await peer.readMessage()?.text == #"{"type":"CloseStream"}"#)
            try await peer.sendClose(1000)
            await shutdown
            #expect(log.count(.poolEvicted(.shutdown)) == 1)
            #expect(pool.state == ListenPoolState(idle: 0, pending: 0))
            // A call that comes now still gets a connection, and none is kept.
            let caller = Caller(pool, on: eventLoop)
            try await server.accept().upgrade()
            try await caller.opened()
            pool.warm(.nova(NovaParameters()))
            await pool.shutdown()
            #expect(pool.state == ListenPoolState(idle: 0, pending: 0))
        }
    }

    @Test func aSilentServerDoesNotHoldTheShutdown() async throws {
        try await EngineServer.run { server in
            let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
            let configuration = ListenPoolConfiguration(shutdownTimeout: .milliseconds(50))
            let pool = try self.pool(server.port, [eventLoop], configuration: configuration)
            pool.warm(.nova(NovaParameters()))
            let peer = try await server.accept()
            try await peer.upgrade()
            try await self.waitUntil(pool, hasIdle: 1, on: [eventLoop])
            await pool.shutdown()
            _ = await peer.readToEnd()
        }
    }

    @Test func aReturnedConnectionServesAnotherCall() async throws {
        try await EngineServer.run { server in
            let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
            let pool = try self.pool(server.port, [eventLoop], configuration: ListenPoolConfiguration(reuse: true))
            let first = Caller(pool, on: eventLoop)
            let peer = try await server.accept()
            try await peer.upgrade(requestID: "shared")
            try await first.opened()
            try await first.sendAudio(8_000)
            try await first.withLink { $0.giveBack() }
            let second = Caller(pool, on: eventLoop)
            try await second.opened()
            #expect(try await second.withLink { $0.requestID } == "shared")
            #expect(try await second.withLink { $0.fedSamples } == 8_000)
            try await peer.sendText(Self.results(0, "the first caller's"))
            try await peer.sendText(Self.results(1, "mine"))
            guard case .results(let results) = try await second.received() else { throw Caller.Unexpected() }
            #expect(results.start == 1)
            #expect(results.transcript == "mine")
            await pool.shutdown()
        }
    }

    private static func results(_ start: Int, _ text: String) -> String {
        #"""
        {"type":"Results","channel_index":[0,1],"duration":1.0,"start":\#(start).0,"is_final":true,\#
        "speech_final":false,"channel":{"alternatives":[{"transcript":"\#(text)","confidence":0.9,"words":[]}]}}
        """#
    }
}
