// SPDX-License-Identifier: Apache-2.0

/// Writes what a server sends to Twilio, for one stream.
///
/// The part of a message that never changes is made once, so that audio costs one copy and its base64.
///
/// ```swift
/// let encoder = MediaStreamEncoder(streamSID: start.streamSID)
/// encoder.appendMedia(audio, to: &frame)
/// encoder.appendMark("reply-1", to: &other)
/// ```
///
/// See <https://www.twilio.com/docs/voice/media-streams/websocket-messages#send-websocket-messages-to-twilio>.
public struct MediaStreamEncoder: Sendable {
    private let mediaPrefix: [UInt8]
    private let markPrefix: [UInt8]
    private let clear: [UInt8]
    private static let mediaSuffix = StaticString("\"}}")

    /// Creates an encoder for the stream `start` named.
    public init(streamSID: String) {
        self.mediaPrefix = Self.head("media", streamSID) + Array(#","media":{"payload":""#.utf8)
        self.markPrefix = Self.head("mark", streamSID) + Array(#","mark":{"name":"#.utf8)
        self.clear = Self.head("clear", streamSID) + Array("}".utf8)
    }

    private static func head(_ event: String, _ streamSID: String) -> [UInt8] {
        var bytes = Array(#"{"event":"\#(event)","streamSid":"#.utf8)
        JSONText.append(streamSID, to: &bytes)
        return bytes
    }

    /// The size of a `media` message for a number of bytes of audio.
    public func mediaCount(payloadCount: Int) -> Int {
        self.mediaPrefix.count + Base64.encodedCount(payloadCount) + Self.mediaSuffix.utf8CodeUnitCount
    }

    /// Writes a `media` message into a buffer and returns its size, see ``mediaCount(payloadCount:)``.
    ///
    /// A smaller buffer is a programming error and traps.
    @discardableResult
    public func encodeMedia(_ payload: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Int {
        let count = self.mediaCount(payloadCount: payload.count)
        precondition(target.count >= count, "The buffer is too small for the media message.")
        target.copyBytes(from: self.mediaPrefix)
        let body = UnsafeMutableRawBufferPointer(rebasing: target[self.mediaPrefix.count..<count])
        let written = Base64.encode(payload, into: body)
        let suffix = UnsafeRawBufferPointer(
            start: Self.mediaSuffix.utf8Start,
            count: Self.mediaSuffix.utf8CodeUnitCount
        )
        UnsafeMutableRawBufferPointer(rebasing: body[written...]).copyMemory(from: suffix)
        return count
    }

    /// Appends a `media` message.
    public func appendMedia(_ payload: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: self.mediaCount(payloadCount: payload.count)))
        bytes.withUnsafeMutableBytes { buffer in
            _ = self.encodeMedia(payload, into: UnsafeMutableRawBufferPointer(rebasing: buffer[start...]))
        }
    }

    /// Appends a `media` message.
    public func appendMedia(_ payload: [UInt8], to bytes: inout [UInt8]) {
        payload.withUnsafeBytes { self.appendMedia($0, to: &bytes) }
    }

    /// Appends a `mark` message; Twilio sends the name back once everything before it has been played.
    public func appendMark(_ name: String, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: self.markPrefix)
        JSONText.append(name, to: &bytes)
        bytes.append(contentsOf: "}}".utf8)
    }

    /// Appends a `clear` message; Twilio forgets what it has not played yet.
    public func appendClear(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: self.clear)
    }
}
