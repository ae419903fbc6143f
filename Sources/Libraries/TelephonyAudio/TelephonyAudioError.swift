// SPDX-License-Identifier: Apache-2.0

/// What went wrong with a piece of audio.
public struct TelephonyAudioError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kind of failure; callers decide by it.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Base: String { case notAWAVFile, truncated, malformed, unsupported, tooLarge }
        private let base: Base

        /// The bytes do not begin like a RIFF/WAVE file.
        public static let notAWAVFile = Self(base: .notAWAVFile)
        /// The bytes end before the header is complete, or there is no audio in them.
        public static let truncated = Self(base: .truncated)
        /// The header contradicts itself.
        public static let malformed = Self(base: .malformed)
        /// A valid file in an encoding that is not read here.
        public static let unsupported = Self(base: .unsupported)
        /// More audio than the caller allowed, or than the file format can hold.
        public static let tooLarge = Self(base: .tooLarge)

        /// The name of the code.
        public var description: String { self.base.rawValue }
    }

    /// The kind of failure.
    public var code: Code
    /// What was found, in words for the person who sent the file.
    public var message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Code and message.
    public var description: String { "\(self.code): \(self.message)" }
}
