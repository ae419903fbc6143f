// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An OpenTelemetry collector on loopback: keeps what is posted to it and answers as a script says, however broken.
///
/// ```swift
/// let collector = SimulatedCollector { index in index == 0 ? .answer(503) : .taken }
/// try await collector.run { port in
///     // … something exports to http://127.0.0.1:PORT/v1/traces
///     await collector.waitForRequests(2)
/// }
/// ```
/// It does not read the bodies: whoever wants to know what is in them decodes them with what real collectors use.
public final class SimulatedCollector: Sendable {
    /// Says what the request of this index, from 0, is answered with.
    public typealias Script = @Sendable (_ index: Int) -> CollectorReply

    private struct State {
        var requests: [CollectorRequest] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let script: Script
    private let state = Mutex(State())

    /// A collector that answers by a script; without one it takes everything.
    public init(_ script: @escaping Script = { _ in .taken }) {
        self.script = script
    }

    /// What was posted, in order.
    public var requests: [CollectorRequest] { self.state.withLock(\.requests) }

    /// Serves on a free port while the closure runs.
    public func run<Value>(_ body: (_ port: Int) async throws -> Value) async throws -> Value {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(CollectorHandler(collector: self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let value = try await body(channel.localAddress?.port ?? 0)
            try await channel.close()
            return value
        } catch {
            // What the closure failed with says more.
            try? await channel.close()
            throw error
        }
    }

    /// Waits until at least so many requests have come.
    public func waitForRequests(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = self.state.withLock { state in
                guard state.requests.count < count else { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    func take(_ request: CollectorRequest) -> CollectorReply {
        let (index, watchers) = self.state.withLock { state in
            state.requests.append(request)
            let count = state.requests.count
            let satisfied = state.watchers.filter { $0.count <= count }
            state.watchers.removeAll { $0.count <= count }
            return (count - 1, satisfied)
        }
        for watcher in watchers { watcher.continuation.resume() }
        return self.script(index)
    }
}
