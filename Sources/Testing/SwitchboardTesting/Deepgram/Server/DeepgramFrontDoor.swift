// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// Accepts connections, and decides what becomes of requests and upgrades.
///
/// The WebSockets are NIO's own, and not those of this package, which the clients under test use: a mistake of ours would
/// else be on both sides of the wire.
enum DeepgramFrontDoor {
    /// The largest message of a client.
    private static let largestMessage = 1 << 22

    static func open(for deepgram: SimulatedDeepgram, on group: any EventLoopGroup) async throws -> any Channel {
        try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 1024)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard deepgram.admit(channel) else { return }
                    try self.setUp(channel, for: deepgram)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    private static func setUp(_ channel: any Channel, for deepgram: SimulatedDeepgram) throws {
        let handler = DeepgramHTTPHandler(deepgram)
        let bound = NIOLoopBound(handler, eventLoop: channel.eventLoop)
        let upgrader = NIOWebSocketServerUpgrader(
            maxFrameSize: self.largestMessage,
            automaticErrorHandling: true,
            shouldUpgrade: { _, head in bound.value.decide(head) },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(
                        NIOWebSocketFrameAggregator(
                            minNonFinalFragmentSize: 0,
                            maxAccumulatedFrameCount: 64,
                            maxAccumulatedFrameSize: self.largestMessage
                        )
                    )
                    if let service = bound.value.takeService() { try pipeline.addHandler(service) }
                }
            }
        )
        try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withServerUpgrade: (
                upgraders: [upgrader],
                completionHandler: { $0.pipeline.syncOperations.removeHandler(bound.value, promise: nil) }
            )
        )
        try channel.pipeline.syncOperations.addHandler(handler)
    }
}

extension SimulatedDeepgram {
    /// Notes a connection; `false` when the service is away and it was broken off.
    func admit(_ channel: any Channel) -> Bool {
        let now = self.now
        let id = ObjectIdentifier(channel)
        let isWelcome = self.withState { state in
            guard !state.service.isAway(at: now) else {
                state.service.noteUnreachable(now: now)
                return false
            }
            state.channels[id] = channel
            return true
        }
        guard isWelcome else {
            channel.resetConnection()
            self.tellWatchers()
            return false
        }
        channel.closeFuture.whenComplete { _ in self.withState { _ = $0.channels.removeValue(forKey: id) } }
        return true
    }
}
