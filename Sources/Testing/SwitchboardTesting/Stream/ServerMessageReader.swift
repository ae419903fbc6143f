// SPDX-License-Identifier: Apache-2.0

import Foundation
import Twilio

/// Reads what a server sends as strictly as Twilio does: whole JSON shape, the right stream, real base64.
///
/// Twilio's warnings: 31950 for what is no JSON object in a text frame, 31951 for unknown events, missing or extra
/// members and another stream's SID. Such messages are dropped.
struct ServerMessageReader {
    /// The samples of the last ``ServerMessage/media``.
    private(set) var payload: [UInt8] = []

    private let streamSID: String
    /// How audio begins when it is written the usual way; then only the base64 is left to be checked.
    private let usualMediaPrefix: [UInt8]
    private static let usualMediaSuffix = Array("\"}}".utf8)

    init(streamSID: String) {
        self.streamSID = streamSID
        let prefix = #"{"event":"media","streamSid":"\#(streamSID)","media":{"payload":""#
        self.usualMediaPrefix = Array(prefix.utf8)
    }

    /// Reads a text message. Throws the warning Twilio would give.
    mutating func read(_ text: UnsafeRawBufferPointer) throws(DebuggerError) -> ServerMessage {
        if self.readUsualMedia(text) { return .media }
        let message = try Self.object(text)
        guard let event = message["event"] as? String else {
            throw DebuggerError(31_951, "there is no event")
        }
        guard message["streamSid"] as? String == self.streamSID else {
            throw DebuggerError(31_951, "\(event): streamSid is missing or another stream's")
        }
        switch event {
        case "media":
            let payload = try Self.noun("media", "payload", in: message)
            guard let audio = Base64.decode(Array(payload.utf8)) else {
                throw DebuggerError(31_951, "media: the payload is no base64")
            }
            self.payload = audio
            return .media
        case "mark":
            return .mark(try Self.noun("mark", "name", in: message))
        case "clear":
            try Self.expect(["event", "streamSid"], in: message, of: "clear")
            return .clear
        default:
            throw DebuggerError(31_951, "the event \(event.prefix(40)) is unknown")
        }
    }

    private mutating func readUsualMedia(_ text: UnsafeRawBufferPointer) -> Bool {
        let frame = self.usualMediaPrefix.count + Self.usualMediaSuffix.count
        guard text.count >= frame,
            text.prefix(self.usualMediaPrefix.count).elementsEqual(self.usualMediaPrefix),
            text.suffix(3).elementsEqual(Self.usualMediaSuffix)
        else { return false }
        let base64 = UnsafeRawBufferPointer(rebasing: text[self.usualMediaPrefix.count..<text.count - 3])
        var isValid = false
        let capacity = Base64.maximumDecodedCount(base64.count)
        let audio = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            let decoded = Base64.decode(base64, into: UnsafeMutableRawBufferPointer(buffer))
            isValid = decoded != nil
            count = decoded ?? 0
        }
        if isValid { self.payload = audio }
        return isValid
    }

    private static func object(_ text: UnsafeRawBufferPointer) throws(DebuggerError) -> [String: Any] {
        guard let value = try? JSONSerialization.jsonObject(with: Data(text)), let object = value as? [String: Any]
        else {
            throw DebuggerError(31_950, "a text message is no JSON object")
        }
        return object
    }

    /// The only member of the only other member: `"mark": {"name": …}`.
    private static func noun(
        _ event: String,
        _ member: String,
        in message: [String: Any]
    ) throws(DebuggerError) -> String {
        try self.expect(["event", "streamSid", event], in: message, of: event)
        guard let noun = message[event] as? [String: Any] else {
            throw DebuggerError(31_951, "\(event): the member \(event) is no object")
        }
        try self.expect([member], in: noun, of: event)
        guard let value = noun[member] as? String else {
            throw DebuggerError(31_951, "\(event): \(member) is no text")
        }
        return value
    }

    private static func expect(
        _ members: Set<String>,
        in object: [String: Any],
        of event: String
    ) throws(DebuggerError) {
        if let missing = members.subtracting(object.keys).min() {
            throw DebuggerError(31_951, "\(event): \(missing) is missing")
        }
        if let extra = Set(object.keys).subtracting(members).min() {
            throw DebuggerError(31_951, "\(event): there is no member \(extra.prefix(40))")
        }
    }
}
