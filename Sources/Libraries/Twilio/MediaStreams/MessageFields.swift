// SPDX-License-Identifier: Apache-2.0

/// An object of a message, read field by field.
struct MessageFields {
    let value: JSONValue

    func object(_ name: String) throws(TwilioError) -> MessageFields {
        guard let value = self.value[name], case .object = value else {
            throw TwilioError(.malformedMessage, "The message lacks the object of its event.")
        }
        return MessageFields(value: value)
    }

    func text(_ name: String) throws(TwilioError) -> String {
        guard let text = self.value[name]?.string else {
            throw TwilioError(.malformedMessage, "The message lacks a text it must have.")
        }
        return text
    }

    func optionalText(_ name: String) -> String? {
        self.value[name]?.string
    }

    /// A whole number, `nil` when there is none, an error when there is something else.
    func integer(_ name: String) throws(TwilioError) -> Int64? {
        guard let value = self.value[name] else { return nil }
        guard let integer = value.integer else {
            throw TwilioError(.malformedMessage, "The message has a number that is none.")
        }
        return integer
    }

    /// The one key of a keypad that a member names.
    func key(_ name: String) throws(TwilioError) -> String {
        let key = try self.text(name)
        guard key.utf8.count == 1, "0123456789*#ABCD".utf8.contains(key.utf8.first ?? 0) else {
            throw TwilioError(.malformedMessage, "The message has a key that is on no keypad.")
        }
        return key
    }

    /// Values that are no text are left out.
    func customParameters() throws(TwilioError) -> FormParameters {
        guard let value = self.value["customParameters"] else { return [:] }
        guard case .object(let members) = value else {
            throw TwilioError(.malformedMessage, "The custom parameters are no object.")
        }
        var parameters: FormParameters = [:]
        for member in members {
            // Of a repeated name the last counts, here too.
            guard let text = value[member.name]?.string, parameters[member.name] == nil else { continue }
            parameters.append(member.name, text)
        }
        return parameters
    }

    func track() throws(TwilioError) -> MediaTrack {
        guard let value = self.value["track"] else { return .inbound }
        guard let track = value.string.flatMap({ MediaTrack($0) }) else {
            throw TwilioError(.malformedMessage, "The message has a track that is none.")
        }
        return track
    }

    /// The stream's SID; empty when there is none, an error when it is no text.
    func streamSID() throws(TwilioError) -> String {
        self.value["streamSid"] == nil ? "" : try self.text("streamSid")
    }

    func payload() throws(TwilioError) -> [UInt8] {
        guard let payload = Base64.decode(Array(try self.text("payload").utf8)) else {
            throw TwilioError(.malformedPayload, "The payload is not base64.")
        }
        return payload
    }
}
