// SPDX-License-Identifier: Apache-2.0

import Twilio

/// Makes media messages as strange as JSON allows.
struct MediaText {
    static let streamSID = "MZ0123456789abcdef0123456789abcdef"

    /// The `media` message of Twilio's documentation, with 20 ms of audio.
    static func plain(_ payload: [UInt8] = (0..<160).map { UInt8($0 + 50) }) -> [UInt8] {
        MediaStreamMessage.media(
            .init(streamSID: Self.streamSID, sequenceNumber: 3, chunk: 1, timestampMilliseconds: 5, payload: payload)
        ).encoded
    }

    private var generator: SeededGenerator

    init(seed: UInt64) {
        self.generator = SeededGenerator(seed: seed)
    }

    private mutating func flip() -> Bool { Bool.random(using: &self.generator) }

    private mutating func space() -> String {
        ["", "", "", " ", "\n", "\t\r\n  "].randomElement(using: &self.generator) ?? ""
    }

    private mutating func number() -> String {
        let value = Int64.random(in: 0..<1_000_000_000_000, using: &self.generator)
        return self.flip() ? "\"\(value)\"" : "\(value)"
    }

    /// Any value, at most `depth` containers deep.
    private mutating func anything(depth: Int) -> String {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &self.generator) {
        case 0: return "null"
        case 1: return self.flip() ? "true" : "false"
        case 2:
            return ["0", "-1", "1.5e-7", "1e999", "123456789012345678901234567890"].randomElement(
                using: &self.generator
            )!
        case 3: return #""\"payload\\\u0041\ud83d {}[]:,""#
        case 4: return self.number()
        case 5: return #""media""#
        case 6: return "[" + (0..<3).map { _ in self.anything(depth: depth - 1) }.joined(separator: ",") + "]"
        default: return self.object([("event", self.anything(depth: depth - 1)), ("payload", #""AAAA""#)])
        }
    }

    private mutating func object(_ members: [(String, String)]) -> String {
        let texts = members.shuffled(using: &self.generator).map {
            "\(self.space())\"\($0.0)\"\(self.space()):\(self.space())\($0.1)\(self.space())"
        }
        return "{" + texts.joined(separator: ",") + self.space() + "}"
    }

    /// A valid message with keys in any order, numbers in either form, unknown keys and odd white space.
    mutating func random() -> [UInt8] {
        let payload = (0..<Int.random(in: 0..<200, using: &self.generator)).map { _ in
            UInt8.random(in: 0...255, using: &self.generator)
        }
        var coded = String(decoding: Base64.encode(payload), as: UTF8.self)
        if self.flip() {
            coded = coded.split(separator: "/", omittingEmptySubsequences: false).joined(separator: #"\/"#)
        }
        var media = [("payload", "\"\(coded)\""), ("track", self.flip() ? #""inbound""# : #""outbound""#)]
        if self.flip() { media.append(("timestamp", self.number())) }
        if self.flip() { media.append(("chunk", self.number())) }
        if self.flip() { media.append(("x", self.anything(depth: 4))) }
        if self.flip() { media.append(("", self.anything(depth: 2))) }
        var members = [("event", #""media""#), ("media", self.object(media))]
        if self.flip() { members.append(("sequenceNumber", self.number())) }
        if self.flip() { members.append(("streamSid", "\"\(Self.streamSID)\"")) }
        if self.flip() { members.append(("extra", self.anything(depth: 5))) }
        return Array((self.space() + self.object(members) + self.space()).utf8)
    }
}
