// SPDX-License-Identifier: Apache-2.0

/// What went wrong while reading something that claims to come from Twilio.
///
/// The message is fixed text chosen by this library: it never repeats the input, so it may be logged as it is.
public struct TwilioError: Error, Sendable {
    /// The kind of failure, for `switch` and metrics.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The stable name of the code, such as `malformed_form`.
        public let description: String

        private init(_ description: String) {
            self.description = description
        }

        /// A body or query that is not `application/x-www-form-urlencoded`.
        public static let malformedForm = Self("malformed_form")
        /// Input beyond a limit: bytes, fields, members or depth.
        public static let limitExceeded = Self("limit_exceeded")
        /// A required webhook parameter that is absent or has no valid value.
        public static let invalidParameter = Self("invalid_parameter")
        /// A public URL that cannot be used to rebuild what Twilio signed.
        public static let invalidPublicURL = Self("invalid_public_url")
        /// Bytes that are not one JSON object in UTF-8.
        public static let malformedJSON = Self("malformed_json")
        /// JSON that is well-formed but not a message of the protocol.
        public static let malformedMessage = Self("malformed_message")
        /// A media payload that is not base64.
        public static let malformedPayload = Self("malformed_payload")
        /// A document that Twilio would refuse or cut, see ``TwilioError/twimlProblems``.
        public static let invalidTwiML = Self("invalid_twiml")
    }

    /// The kind of failure.
    public var code: Code
    /// One sentence for a person.
    public var message: String
    /// The error below this one, if there is one.
    public var cause: (any Error)?

    /// Creates an error.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

extension TwilioError: CustomStringConvertible {
    /// The code and the message.
    public var description: String {
        "\(self.code): \(self.message)"
    }
}
