// SPDX-License-Identifier: Apache-2.0

/// A finished TwiML document: UTF-8 that starts with the XML declaration at its first byte.
///
/// Twilio refuses anything before the declaration (error 12100). See
/// <https://www.twilio.com/docs/voice/twiml>.
public struct TwiMLDocument: Sendable, Equatable, CustomStringConvertible {
    /// The `Content-Type` to send with it.
    public static let contentType = "text/xml; charset=utf-8"
    /// The largest document Twilio fetches, in bytes (error 11750).
    public static let maximumBytes = 65_536
    /// The longest document Twilio takes inline through its REST API, in characters.
    public static let maximumInlineCharacters = 4_000

    /// The document, ready to be sent.
    public let bytes: [UInt8]

    /// Writes the document; equal responses give equal bytes.
    public init(_ response: Response) {
        var writer = XMLWriter()
        writer.writeDeclaration()
        writer.write(response.node)
        self.bytes = writer.bytes
    }

    /// Whether Twilio would fetch it, see ``maximumBytes``.
    public var isWithinLimit: Bool {
        self.bytes.count <= Self.maximumBytes
    }

    /// The document as text.
    public var description: String {
        String(decoding: self.bytes, as: UTF8.self)
    }
}
