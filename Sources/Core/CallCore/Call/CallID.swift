// SPDX-License-Identifier: Apache-2.0

/// What names a call everywhere: Twilio's CallSid, kept as the text that arrived.
///
/// The identity is compared by its bytes; it is validated where it enters (the `Twilio` library's SID types), not here.
public struct CallID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The text, for Twilio `CA` followed by 32 hexadecimal digits.
    public let rawValue: String

    /// Wraps a text that has been validated by whoever received it.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// Decodes from a plain string.
    public init(from decoder: any Decoder) throws {
        self.rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    /// Encodes as a plain string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.rawValue)
    }

    /// The text itself.
    public var description: String { self.rawValue }
}
