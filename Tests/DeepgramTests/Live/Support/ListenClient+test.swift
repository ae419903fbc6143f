// SPDX-License-Identifier: Apache-2.0

@testable import Deepgram

extension ListenClientConfiguration {
    /// No deadline that a busy machine would miss.
    static var patient: ListenClientConfiguration {
        ListenClientConfiguration(
            connectTimeout: .seconds(50),
            upgradeTimeout: .seconds(50),
            greetingTimeout: .seconds(50),
            pingInterval: .seconds(50),
            writeDeadline: .seconds(50),
            unacknowledgedTimeout: .seconds(50),
            drainTimeout: .seconds(50)
        )
    }

    /// Patient but for what a test is about.
    static func patient(but change: (inout ListenClientConfiguration) -> Void) -> ListenClientConfiguration {
        var configuration = Self.patient
        change(&configuration)
        return configuration
    }
}

extension ListenClient {
    /// A client of a server of this machine.
    static func test(
        port: Int,
        isSecure: Bool = false,
        host: String = "127.0.0.1",
        configuration: ListenClientConfiguration = .patient
    ) throws -> ListenClient {
        try ListenClient(
            endpoint: DeepgramEndpoint("\(isSecure ? "wss" : "ws")://\(host):\(port)", allowingPlaintext: !isSecure),
            credential: .key("secret"),
            configuration: configuration
        )
    }
}
