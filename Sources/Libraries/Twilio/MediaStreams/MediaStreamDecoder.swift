// SPDX-License-Identifier: Apache-2.0

/// Reads any message of a media stream, in either direction, within bounds.
///
/// Repeated keys: the last counts. Numbers may be numbers or strings. Unknown keys are ignored.
public struct MediaStreamDecoder: Sendable {
    /// The largest message, in bytes.
    public var maximumBytes: Int
    /// How deep a message may be nested.
    public var maximumDepth: Int
    /// How many values a message may have.
    public var maximumValues: Int

    /// Creates a decoder with limits.
    public init(maximumBytes: Int = 1_048_576, maximumDepth: Int = 32, maximumValues: Int = 1_000) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
        self.maximumValues = maximumValues
    }

    /// Reads a message from Twilio.
    ///
    /// Fails with ``TwilioError/Code/limitExceeded``, ``TwilioError/Code/malformedJSON``,
    /// ``TwilioError/Code/malformedMessage`` or ``TwilioError/Code/malformedPayload``.
    public func decode(_ bytes: UnsafeRawBufferPointer) throws(TwilioError) -> MediaStreamMessage {
        let fields = try self.fields(bytes)
        switch try fields.text("event") {
        case "connected":
            return .connected(.init(protocol: fields.optionalText("protocol"), version: fields.optionalText("version")))
        case "start": return .start(try fields.start())
        case "media": return .media(try fields.media())
        case "dtmf": return .dtmf(try fields.dtmf())
        case "mark": return .mark(try fields.mark())
        case "stop": return .stop(try fields.stop())
        case let event: return .unknown(event: event)
        }
    }

    /// Reads a message to Twilio; fails like ``decode(_:)-(UnsafeRawBufferPointer)`` and on unknown events.
    public func decodeCommand(_ bytes: UnsafeRawBufferPointer) throws(TwilioError) -> MediaStreamCommand {
        let fields = try self.fields(bytes)
        let streamSID = try fields.text("streamSid")
        switch try fields.text("event") {
        case "media": return .media(streamSID: streamSID, payload: try fields.object("media").payload())
        case "mark": return .mark(streamSID: streamSID, name: try fields.object("mark").text("name"))
        case "clear": return .clear(streamSID: streamSID)
        default: throw TwilioError(.malformedMessage, "The message has an event that Twilio does not take.")
        }
    }

    /// Reads a message from Twilio; see ``decode(_:)-(UnsafeRawBufferPointer)``.
    public func decode(_ bytes: [UInt8]) throws(TwilioError) -> MediaStreamMessage {
        try bytes.withUnsafeBufferPointer { bytes throws(TwilioError) in
            try self.decode(UnsafeRawBufferPointer(bytes))
        }
    }

    /// Reads a message to Twilio; see ``decodeCommand(_:)-(UnsafeRawBufferPointer)``.
    public func decodeCommand(_ bytes: [UInt8]) throws(TwilioError) -> MediaStreamCommand {
        try bytes.withUnsafeBufferPointer { bytes throws(TwilioError) in
            try self.decodeCommand(UnsafeRawBufferPointer(bytes))
        }
    }

    private func fields(_ bytes: UnsafeRawBufferPointer) throws(TwilioError) -> MessageFields {
        let reader = JSONReader(
            maximumBytes: self.maximumBytes,
            maximumDepth: self.maximumDepth,
            maximumValues: self.maximumValues
        )
        let value = try reader.read(bytes)
        guard case .object = value else { throw TwilioError(.malformedJSON, "The text is not a JSON object.") }
        return MessageFields(value: value)
    }
}
