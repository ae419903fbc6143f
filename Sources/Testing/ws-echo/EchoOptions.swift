// SPDX-License-Identifier: Apache-2.0

import WebSockets

/// The command line of `ws-echo`.
struct EchoOptions {
    static let usage = """
        usage: ws-echo PORT [--max-message BYTES] [--max-frame BYTES] [--max-fragments N] [--host HOST]
        Echoes WebSocket messages. The limits are large by default: 64 MiB, and a million fragments.
        """

    var port: Int
    var host = "127.0.0.1"
    var limits = WebSocketLimits(maxMessageSize: 64 << 20, maxFrameSize: 64 << 20, maxFragments: 1_000_000)

    /// `nil` when the arguments are not understood.
    init?(_ arguments: some Sequence<String>) {
        var rest = Array(arguments)[...]
        guard let port = rest.popFirst().flatMap(UInt16.init) else { return nil }
        self.port = Int(port)
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { return nil }
            if name == "--host" {
                self.host = value
                continue
            }
            guard let number = Int(value), number > 0 else { return nil }
            switch name {
            case "--max-message": self.limits.maxMessageSize = number
            case "--max-frame": self.limits.maxFrameSize = number
            case "--max-fragments": self.limits.maxFragments = number
            default: return nil
            }
        }
    }

    /// What is echoed must fit into the outbound queue.
    var webSocket: WebSocketConfiguration {
        WebSocketConfiguration(limits: self.limits, maxOutboundQueue: 2 * self.limits.maxMessageSize + (1 << 20))
    }
}
