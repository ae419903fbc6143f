// SPDX-License-Identifier: Apache-2.0

@testable import Deepgram

extension ListenClient {
    /// A client of a server of this machine.
    static func test(
        port: Int,
        isSecure: Bool = false,
        host: String = "127.0.0.1",
        configuration: ListenClientConfiguration = ListenClientConfiguration()
    ) throws -> ListenClient {
        try ListenClient(
            endpoint: DeepgramEndpoint("\(isSecure ? "wss" : "ws")://\(host):\(port)", allowingPlaintext: !isSecure),
            credential: .key("secret"),
            configuration: configuration
        )
    }
}
