// SPDX-License-Identifier: Apache-2.0

/// Why a simulation could not even begin. What goes wrong in a call is in its ``SimulatedCallResult`` instead.
public struct SimulationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name.
        public let description: String

        /// The webhook's URL, or the address to connect to, cannot be used.
        public static let invalidURL = Self(description: "invalid_url")
        /// The script cannot be read.
        public static let invalidScript = Self(description: "invalid_script")
        /// A file of the script cannot be read.
        public static let unreadableAudio = Self(description: "unreadable_audio")
        /// The caller is to speak and no synthesiser was given, or it failed.
        public static let noVoice = Self(description: "no_voice")
    }

    /// The kind of failure.
    public var code: Code
    /// What to mend, in words.
    public var message: String
    /// What the failing part said itself.
    public var cause: String?

    /// Creates an error.
    public init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// Code, message and cause in one line.
    public var description: String {
        "\(self.code): \(self.message)" + (self.cause.map { " (\($0))" } ?? "")
    }
}
