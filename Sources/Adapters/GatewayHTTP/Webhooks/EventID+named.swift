// SPDX-License-Identifier: Apache-2.0

public import CallCore
import Crypto

extension EventID {
    /// The name of an event that Twilio may report more than once, made of what it is: so the store keeps it once.
    ///
    /// A UUID of version 8 (RFC 9562 section 5.8) from the SHA-256 of the parts.
    public init(naming parts: String...) {
        self.init(naming: parts)
    }

    /// The same, of parts in a list.
    public init(naming parts: [String]) {
        var hash = SHA256()
        for part in parts {
            hash.update(data: Array(part.utf8))
            hash.update(data: [0])
        }
        var bytes = Array(hash.finalize().prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        self.init(rawValue: text)
    }
}
