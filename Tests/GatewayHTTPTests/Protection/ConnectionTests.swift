// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Synchronization
import Testing
import Twilio
import WebSockets

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(1)))
struct ConnectionTests {
    private struct Unexpected: Error {}

    private static let plenty = DescriptorUse(next: 10, limit: 1_000)

    private func peer(_ address: String) throws -> SocketAddress { try SocketAddress(ipAddress: address, port: 1) }

    @Test func countsConnectionsByAddressAndGivesThemBack() throws {
        let gate = ConnectionGate(limit: 2, proxies: .none) { Self.plenty }
        var ends: [@Sendable () -> Void] = []
        for _ in 0..<2 {
            guard case .admitted(let end) = gate.admit(try self.peer("192.0.2.1")) else { throw Unexpected() }
            ends.append(end)
        }
        guard case .refused(.tooManyConnections) = gate.admit(try self.peer("192.0.2.1")) else { throw Unexpected() }
        guard case .admitted(let other) = gate.admit(try self.peer("192.0.2.2")) else { throw Unexpected() }
        ends[0]()
        guard case .admitted(let again) = gate.admit(try self.peer("192.0.2.1")) else { throw Unexpected() }
        for end in [ends[1], other, again] { end() }
        #expect(gate.addresses == 0)
    }

    @Test func aNetworkOf64BitsIsOneAddress() throws {
        let gate = ConnectionGate(limit: 1, proxies: .none) { Self.plenty }
        guard case .admitted = gate.admit(try self.peer("2001:db8:1:2::1")) else { throw Unexpected() }
        guard case .refused = gate.admit(try self.peer("2001:db8:1:2:ffff::1")) else { throw Unexpected() }
        guard case .admitted = gate.admit(try self.peer("2001:db8:1:3::1")) else { throw Unexpected() }
    }

    @Test func proxiesAndThisMachineDoNotCount() throws {
        let gate = ConnectionGate(limit: 1, proxies: try TrustedProxies("10.0.0.0/8")) { Self.plenty }
        for address in ["127.0.0.1", "::1", "10.1.2.3"] {
            for _ in 0..<10 {
                guard case .admitted = gate.admit(try self.peer(address)) else { throw Unexpected() }
            }
        }
        #expect(gate.addresses == 0)
    }

    @Test(arguments: [
        (899, 1_000, false), (900, 1_000, true), (223, 256, false), (224, 256, true), (921_599, 1_024_000, false),
        (921_600, 1_024_000, true), (59, 80, false), (60, 80, true), (0, Int.max, false), (80, 80, true),
    ]) func keepsATenthOfTheDescriptors(_ next: Int, _ limit: Int, _ isLow: Bool) {
        #expect(DescriptorUse(next: next, limit: limit).isLow == isLow)
    }

    @Test func refusesWhenDescriptorsAreLow() throws {
        let gate = ConnectionGate(limit: 0, proxies: .none) { DescriptorUse(next: 950, limit: 1_000) }
        guard case .refused(.tooFewDescriptors) = gate.admit(try self.peer("127.0.0.1")) else { throw Unexpected() }
    }

    @Test func measuresWhatTheProcessReallyUses() throws {
        let use = DescriptorUse.measure()
        #expect(use.next > 2 && use.next < use.limit)
    }

    /// Over real sockets: the limit holds, media streams do not count, and what was closed makes room.
    @Test func closesWhatIsTooMuchAndServesOn() async throws {
        let refusals = Mutex<[HTTPEdgeRefusal.Reason]>([])
        try await TestGateway.run({ setup in
            let gate = ConnectionGate(limit: 3, proxies: .none, countsLoopback: true)
            setup.gateway.edge.admit = gate.admit
            setup.gateway.edge.onRefusal = { refusal in refusals.withLock { $0.append(refusal.reason) } }
        }) { gateway async throws in
            // Three streams are no HTTP connections any more.
            var streams: [StreamClient] = []
            for _ in 0..<3 {
                streams.append(try await StreamClient.open(try await gateway.call(.random()), on: gateway))
            }
            let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            // One of four is closed: which, depends on the order in which the event loops take them up.
            let closed = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Int.self)
            var idle: [any Channel] = []
            for index in 0..<4 {
                let channel = try await bootstrap.connect(host: "127.0.0.1", port: gateway.port).get()
                channel.closeFuture.whenComplete { _ in closed.succeed(index) }
                idle.append(channel)
            }
            idle.remove(at: try await closed.futureResult.get())
            #expect(refusals.withLock { $0 } == [.tooManyConnections])
            try await idle.removeLast().close().get()
            try await gateway.eventually {
                (try? await RawHTTP.request("GET", "/api/health", port: gateway.port).status) == 200
            }
            for channel in idle { try await channel.close().get() }
            for stream in streams { try await stream.close() }
        }
    }
}
