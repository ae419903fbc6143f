// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// The HTTP side of the simulated REST API: reads requests, hands them over, and does to the answers what faults ask
/// for.
final class TwinServer: Sendable {
    /// What becomes of a request.
    struct Reply: Sendable {
        var answer: TwinAnswer?
        var fault: RESTFault?
    }

    typealias Respond = @Sendable (SimulatedRESTRequest) -> Reply

    /// The largest form, in bytes.
    static let maximumBody = 1 << 20

    private let respond: Respond
    private let channel = Mutex<(any Channel)?>(nil)
    private let connections = Mutex<[ObjectIdentifier: any Channel]>([:])

    init(_ respond: @escaping Respond) {
        self.respond = respond
    }

    /// The port while it runs.
    var port: Int { self.channel.withLock { $0?.localAddress?.port ?? 0 } }

    func start(on group: any EventLoopGroup) async throws {
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 512)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    self.add(channel)
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(TwinHandler(self.respond))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.channel.withLock { $0 = channel }
    }

    /// Stops listening and closes what is open, answered or not.
    func stop() async throws {
        let channel = self.channel.withLock { channel in
            defer { channel = nil }
            return channel
        }
        try await channel?.close()
        for connection in self.connections.withLock({ Array($0.values) }) { connection.close(promise: nil) }
    }

    private func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        self.connections.withLock { $0[id] = channel }
        channel.closeFuture.whenComplete { _ in self.connections.withLock { _ = $0.removeValue(forKey: id) } }
    }
}
