// SPDX-License-Identifier: Apache-2.0

/// Finds the parts of a `media` message in the bytes of a WebSocket frame, without copying or allocating.
///
/// Fifty such messages come each second of each call, so they have a way of their own. It takes any order of keys,
/// white space, numbers written as numbers or as strings, and unknown keys with any value; of a repeated key the last
/// counts. It returns `nil` for everything it is not sure about: another event, bad syntax, bytes that are not ASCII,
/// escapes in names. Give those to ``MediaStreamDecoder``, which decides.
///
/// ```swift
/// if let frame = scanner.scan(bytes) {
///     let count = frame.decodePayload(of: bytes, into: audio)
/// } else {
///     let message = try decoder.decode(bytes)
/// }
/// ```
///
/// See <https://www.twilio.com/docs/voice/media-streams/websocket-messages#media-message>.
public struct MediaFrameScanner: Sendable {
    /// How deep unknown values may be nested, at most 64.
    public var maximumDepth: Int

    /// Creates a scanner.
    public init(maximumDepth: Int = 32) {
        self.maximumDepth = maximumDepth
    }

    /// Finds the parts of a `media` message; `nil` when it is none or not a plain one.
    public func scan(_ bytes: UnsafeRawBufferPointer) -> MediaFrame? {
        var scan = MediaFrameScan(bytes, maximumDepth: self.maximumDepth)
        return scan.run()
    }
}
