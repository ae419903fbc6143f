// SPDX-License-Identifier: Apache-2.0

/// Something Twilio, a network or a stranger might do to an open media stream.
public enum LineFault: Sendable, Hashable {
    /// A text message with any content, valid UTF-8 or not.
    case text([UInt8])
    /// A binary message.
    case binary([UInt8])
    /// Bytes written to the socket below the WebSocket framing.
    case rawBytes([UInt8])
    /// A text message of that many bytes that is no JSON.
    case largeText(bytes: Int)
    /// A JSON text nested that deep: `[[[…]]]`.
    case nestedJSON(depth: Int)
    /// A `media` message whose payload is no base64.
    case malformedPayload
    /// A `media` message with somebody else's stream SID.
    case foreignStream
    /// A second `start` message.
    case secondStart
    /// A second `start` message for another account.
    case foreignAccountStart
    /// Sends nothing for a stretch of line time, as Twilio does at times; the timestamps go on.
    case gap(Duration)
    /// Sends the next frame twice.
    case duplicateFrame
    /// Sends the next two frames in the wrong order.
    case swapFrames
    /// Begins a message, then breaks the TCP connection with a reset.
    case resetInMidMessage
    /// Closes the TCP connection without a close frame and without `stop`.
    case drop
    /// Sends `stop` and then nothing, leaving the socket open.
    case stopWithoutClosing
    /// From now on sends nothing at all; the socket stays open.
    case fallSilent
    /// From now on reads nothing; goes on sending.
    case stopReading
    /// Reads again.
    case resumeReading
}

extension LineFault {
    /// A text message.
    public static func text(_ text: String) -> Self { .text(Array(text.utf8)) }

    /// A text message that is not UTF-8.
    public static let invalidUTF8 = Self.text([0x7B, 0x22, 0xC3, 0x28, 0xFF, 0x22, 0x7D])
}
