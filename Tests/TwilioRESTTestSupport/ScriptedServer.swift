// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
package import NIOSSL
import Synchronization
package import Twilio

/// An HTTP server on loopback that answers each request with what a script says, however broken.
package final class ScriptedServer: Sendable {
    package struct Request: Sendable {
        package var method: String
        package var target: String
        package var headers: [(name: String, value: String)]
        package var body: [UInt8]

        package var path: String { String(self.target.prefix { $0 != "?" }) }

        package func header(_ name: String) -> String? {
            self.headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }

        package func query() throws -> FormParameters {
            try FormDecoder().decode(String(self.target.drop { $0 != "?" }.dropFirst()))
        }

        package func form() throws -> FormParameters {
            try FormDecoder().decode(self.body)
        }
    }

    package typealias Script = @Sendable (_ request: Request, _ index: Int) -> ScriptedReply

    private let script: Script
    private let recorded = Mutex<[Request]>([])
    private let channel = Mutex<(any Channel)?>(nil)

    package init(_ script: @escaping Script) {
        self.script = script
    }

    /// What was asked, in order.
    package var requests: [Request] { self.recorded.withLock { $0 } }

    /// Serves while the closure runs, over TLS if there is a context for it.
    package func run<Value>(
        tls: NIOSSLContext? = nil,
        _ body: (_ port: Int) async throws -> Value
    ) async throws -> Value {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(ScriptedConnection(server: self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let value = try await body(channel.localAddress?.port ?? 0)
            try await channel.close()
            return value
        } catch {
            try? await channel.close()
            throw error
        }
    }

    func reply(to request: Request) -> ScriptedReply {
        let index = self.recorded.withLock { requests in
            requests.append(request)
            return requests.count - 1
        }
        return self.script(request, index)
    }
}
