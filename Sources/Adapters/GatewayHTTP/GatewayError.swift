// SPDX-License-Identifier: Apache-2.0

/// Why the gateway could not start or stay up.
public struct GatewayError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name, for logs.
        public let description: String

        /// The configuration would leave a door open, or makes no sense.
        public static let invalidConfiguration = Code(description: "invalid_configuration")
        /// The address is taken, or is none of this machine's.
        public static let cannotListen = Code(description: "cannot_listen")
    }

    /// The kind of failure.
    public let code: Code
    /// One sentence with the mend, fit for an operator's log.
    public let message: String
    /// What lay behind it.
    public let cause: (any Error)?

    init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// Code, message and cause in one line.
    public var description: String {
        "\(self.code): \(self.message)" + (self.cause.map { " (\($0))" } ?? "")
    }
}
