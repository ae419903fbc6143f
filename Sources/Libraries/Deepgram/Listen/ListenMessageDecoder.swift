// SPDX-License-Identifier: Apache-2.0

/// Reads Deepgram's text messages.
///
/// It runs for every message of every call on the call's event loop, so it goes over the bytes once and makes nothing
/// but what the message keeps. Only what a message cannot do without is asked for; unknown fields and types pass, and
/// of a field that comes twice the last counts. Words whose times are missing have `nan` for them.
///
/// ```swift
/// let message = try decoder.decode(text)
/// if case .results(let results) = message { print(results.transcript) }
/// ```
public struct ListenMessageDecoder: Sendable, Hashable {
    /// The largest message, in bytes.
    public var maximumBytes: Int
    /// How deep unknown values may be nested, at most 64.
    public var maximumDepth: Int
    /// How many words a message may have.
    public var maximumWords: Int

    /// Creates a decoder with limits.
    public init(maximumBytes: Int = 1_048_576, maximumDepth: Int = 32, maximumWords: Int = 5_000) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
        self.maximumWords = maximumWords
    }

    /// Reads a message; fails with ``DeepgramError/Code/protocolViolation`` for what is no JSON object with a type,
    /// lacks what its type needs, or is over a limit. Bytes that are not UTF-8 become U+FFFD.
    public func decode(_ bytes: UnsafeRawBufferPointer) throws(DeepgramError) -> ListenMessage {
        do throws(JSONFault) {
            guard bytes.count <= self.maximumBytes else { throw .tooLong }
            var fields = ListenFields(
                JSONScanner(bytes, maximumDepth: self.maximumDepth),
                maximumWords: self.maximumWords
            )
            return try fields.read()
        } catch {
            throw DeepgramError(error)
        }
    }

    /// Reads a message, see ``decode(_:)-(UnsafeRawBufferPointer)``.
    public func decode(_ text: RawSpan) throws(DeepgramError) -> ListenMessage {
        try text.withUnsafeBytes { bytes throws(DeepgramError) in try self.decode(bytes) }
    }

    /// Reads a message, see ``decode(_:)-(UnsafeRawBufferPointer)``.
    public func decode(_ text: String) throws(DeepgramError) -> ListenMessage {
        try self.decode(text.utf8Span.span.bytes)
    }
}
