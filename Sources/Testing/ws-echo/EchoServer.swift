// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import WebSockets

/// `ws-echo PORT`: echoes text and binary messages through the very child channel that Switchboard serves with, so that
/// strangers can test it, for example with the Autobahn test suite. For tests only.
@main
struct EchoServer {
    static func main() async throws {
        guard let options = EchoOptions(CommandLine.arguments.dropFirst()) else {
            print(EchoOptions.usage)
            return
        }
        let webSocket = options.webSocket
        let channel = WebSocketHTTPChannel { _, response, _ in
            try await response.writeResponse(HTTPResponse(status: .upgradeRequired))
        } shouldUpgrade: { _ in
            .upgrade(configuration: webSocket) { _ in EchoDelegate() }
        }
        let server = Server(
            childChannelSetup: channel,
            configuration: ServerConfiguration(address: .hostname(options.host, port: options.port)),
            onServerRunning: { channel in
                print("listening on \(options.host):\(channel.localAddress?.port ?? options.port)")
                // Whoever waits for this line reads from a pipe.
                fflush(nil)
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "ws-echo", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        try await server.run()
    }
}
