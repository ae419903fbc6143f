// SPDX-License-Identifier: Apache-2.0

/// Writes the JSON of messages over WebSockets.
struct MessageWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    mutating func object(_ members: (inout Self) -> Void) {
        self.bytes.append(UInt8(ascii: "{"))
        self.needsComma = false
        members(&self)
        self.bytes.append(UInt8(ascii: "}"))
        self.needsComma = true
    }

    mutating func member(_ name: String, _ members: (inout Self) -> Void) {
        self.name(name)
        self.object(members)
    }

    /// A text, or no member at all.
    mutating func member(_ name: String, _ text: String?) {
        guard let text else { return }
        self.name(name)
        JSONText.append(text, to: &self.bytes)
    }

    /// A number, which Twilio writes as text here, or no member at all.
    mutating func member(_ name: String, textOf number: Int64?) {
        self.member(name, number.map { String($0) })
    }

    mutating func member(_ name: String, _ number: Int) {
        self.name(name)
        self.bytes.append(contentsOf: String(number).utf8)
    }

    /// A truth, or no member at all.
    mutating func member(_ name: String, _ truth: Bool?) {
        guard let truth else { return }
        self.name(name)
        self.bytes.append(contentsOf: (truth ? "true" : "false").utf8)
    }

    mutating func member(_ name: String, _ texts: [String]) {
        self.name(name)
        self.bytes.append(UInt8(ascii: "["))
        for (index, text) in texts.enumerated() {
            if index > 0 { self.bytes.append(UInt8(ascii: ",")) }
            JSONText.append(text, to: &self.bytes)
        }
        self.bytes.append(UInt8(ascii: "]"))
    }

    mutating func member(_ name: String, base64 payload: [UInt8]) {
        self.name(name)
        self.bytes.append(UInt8(ascii: "\""))
        self.bytes.append(contentsOf: Base64.encode(payload))
        self.bytes.append(UInt8(ascii: "\""))
    }

    private mutating func name(_ name: String) {
        if self.needsComma { self.bytes.append(UInt8(ascii: ",")) }
        JSONText.append(name, to: &self.bytes)
        self.bytes.append(UInt8(ascii: ":"))
        self.needsComma = true
    }
}
