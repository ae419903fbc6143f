// SPDX-License-Identifier: Apache-2.0

/// One `media` message, found in place by ``MediaFrameScanner``: a few numbers and where the rest is.
///
/// The ranges are positions in the bytes that were scanned and are only good for those.
public struct MediaFrame: Sendable, Equatable {
    /// Whose audio it is; the caller's when the message does not say.
    public internal(set) var track = MediaTrack.inbound
    /// The place of the message in the stream; `start` is 1.
    public internal(set) var sequenceNumber: Int64?
    /// The place of the message among the media messages, from 1.
    public internal(set) var chunk: Int64?
    /// Milliseconds since the stream began, see ``timestamp``.
    public internal(set) var timestampMilliseconds: Int64?
    /// Where the base64 text is.
    public internal(set) var payload: Range<Int> = 0..<0
    /// Where the stream's SID is; empty when the message has none.
    public internal(set) var streamSID: Range<Int> = 0..<0
    var payloadHasEscapes = false

    /// The time since the stream began at which this audio begins.
    public var timestamp: Duration? {
        self.timestampMilliseconds.map { .milliseconds($0) }
    }

    /// The size of a buffer that certainly holds the decoded audio.
    public var maximumPayloadCount: Int {
        Base64.maximumDecodedCount(self.payload.count)
    }

    /// Decodes the audio into a buffer and returns the number of bytes; `nil` when it is no base64 or does not fit.
    ///
    /// `bytes` are those that were scanned.
    public func decodePayload(of bytes: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Int? {
        let text = UnsafeRawBufferPointer(rebasing: bytes[self.payload])
        if !self.payloadHasEscapes {
            return Base64.decode(text, into: target)
        }
        // Some JSON writers put `\/` for `/`. Rare enough to pay for a copy.
        guard let plain = JSONText.unescaped(text) else { return nil }
        return plain.withUnsafeBytes { Base64.decode($0, into: target) }
    }

    /// Whether the message names this stream.
    ///
    /// `bytes` are those that were scanned, `streamSID` the UTF-8 of the SID from `start`.
    public func names(_ streamSID: [UInt8], in bytes: UnsafeRawBufferPointer) -> Bool {
        guard self.streamSID.count == streamSID.count else { return false }
        var difference: UInt8 = 0
        for index in 0..<streamSID.count {
            difference |= bytes[self.streamSID.lowerBound + index] ^ streamSID[index]
        }
        return difference == 0
    }
}
