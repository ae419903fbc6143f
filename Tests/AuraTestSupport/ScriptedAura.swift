// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on this machine that answers each request as a script says, down to the byte.
public final class ScriptedAura: Sendable {
    /// What a request gets.
    public typealias Script = @Sendable (AuraRequest) -> [AuraStep]

    /// What came, in order.
    public let requests = EventLog<AuraRequest>()
    /// The numbers of the connections that ended.
    public let ended = EventLog<Int>()
    /// Counts answers that were written to their end.
    public let written = EventLog<Int>()
    private let script: Mutex<Script>
    private let connections = Atomic(0)
    private let held = Mutex<[@Sendable () -> Void]>([])
    private let gone = Atomic(0)
    private let channel = Mutex<(any Channel)?>(nil)

    /// Starts it on a free port.
    public init(_ script: @escaping Script) async throws {
        self.script = Mutex(script)
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let number = self.connections.add(1, ordering: .relaxed).newValue
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
                    try pipeline.addHandler(AuraHandler(self, number))
                }
            }
        let channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
        self.channel.withLock { $0 = channel }
    }

    /// Where it listens.
    public var url: String {
        "http://127.0.0.1:\(self.channel.withLock { $0?.localAddress?.port ?? 0 })"
    }

    /// Answers differently from now on.
    public func answer(_ script: @escaping Script) {
        self.script.withLock { $0 = script }
    }

    /// Lets the answer that has been held for longest go on; the next one if none is held yet.
    public func go() {
        let next = self.held.withLock { held -> (@Sendable () -> Void)? in
            guard held.isEmpty else { return held.removeFirst() }
            self.gone.add(1, ordering: .relaxed)
            return nil
        }
        next?()
    }

    /// Stops listening.
    public func stop() async throws {
        try await self.channel.withLock { $0 }?.close()
    }

    func hold(_ proceed: @escaping @Sendable () -> Void) {
        let isFree = self.held.withLock { held in
            if self.gone.load(ordering: .relaxed) > 0 {
                self.gone.subtract(1, ordering: .relaxed)
                return true
            }
            held.append(proceed)
            return false
        }
        if isFree { proceed() }
    }

    func steps(_ head: HTTPRequestHead, _ body: String, connection: Int) -> [AuraStep] {
        let number = self.requests.events.count + 1
        let request = AuraRequest(number: number, connection: connection, head: head, body: body)
        let steps = self.script.withLock { $0 }(request)
        self.requests.add(request)
        return steps
    }
}
