// SPDX-License-Identifier: Apache-2.0

/// Reads any message of a ConversationRelay session, in either direction, within bounds.
///
/// From Twilio it is tolerant: numbers and truths may be texts, unknown keys are ignored, of repeated keys the last
/// counts, unknown types are kept as they came.
public struct RelayDecoder: Sendable {
    /// The largest message, in bytes.
    public var maximumBytes: Int
    /// How deep a message may be nested.
    public var maximumDepth: Int
    /// How many values a message may have.
    public var maximumValues: Int

    /// Creates a decoder with limits.
    public init(maximumBytes: Int = 65_536, maximumDepth: Int = 32, maximumValues: Int = 1_000) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
        self.maximumValues = maximumValues
    }

    /// Reads a message from Twilio.
    ///
    /// Fails with ``TwilioError/Code/limitExceeded``, ``TwilioError/Code/malformedJSON`` or
    /// ``TwilioError/Code/malformedMessage``.
    public func decode(_ bytes: UnsafeRawBufferPointer) throws(TwilioError) -> RelayMessage {
        let fields = try self.fields(bytes)
        switch try fields.text("type") {
        case "setup": return .setup(try fields.relaySetup())
        case "prompt": return .prompt(try fields.relayPrompt())
        case "interrupt": return .interrupt(fields.relayInterrupt())
        case "dtmf": return .dtmf(digit: try fields.key("digit"))
        case "error": return .error(description: fields.optionalText("description") ?? "")
        case "info": return .info(try fields.relayInfo())
        case let type:
            // JSON that could be read is UTF-8.
            return .unknown(type: type, text: String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Reads a message to Twilio, as strictly as Twilio does: fails like ``decode(_:)-(UnsafeRawBufferPointer)``, and
    /// on unknown types and members of the wrong type.
    public func decodeCommand(_ bytes: UnsafeRawBufferPointer) throws(TwilioError) -> RelayCommand {
        let fields = try self.fields(bytes)
        switch try fields.text("type") {
        case "text": return .text(try fields.relayText())
        case "play": return .play(try fields.relayPlay())
        case "sendDigits": return .sendDigits(try fields.relayDigits())
        case "language":
            return .language(
                speech: try fields.strictText("ttsLanguage"),
                transcription: try fields.strictText("transcriptionLanguage")
            )
        case "end": return .end(handoff: try fields.strictText("handoffData"))
        default: throw TwilioError(.malformedMessage, "The message has a type that Twilio does not take.")
        }
    }

    /// Reads a message from Twilio; see ``decode(_:)-(UnsafeRawBufferPointer)``.
    public func decode(_ bytes: [UInt8]) throws(TwilioError) -> RelayMessage {
        try bytes.withUnsafeBufferPointer { bytes throws(TwilioError) in
            try self.decode(UnsafeRawBufferPointer(bytes))
        }
    }

    /// Reads a message to Twilio; see ``decodeCommand(_:)-(UnsafeRawBufferPointer)``.
    public func decodeCommand(_ bytes: [UInt8]) throws(TwilioError) -> RelayCommand {
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
