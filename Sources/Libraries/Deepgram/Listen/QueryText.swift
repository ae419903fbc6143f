// SPDX-License-Identifier: Apache-2.0

/// Builds a query string: what is not unreserved (RFC 3986 section 2.3) is percent-encoded, a space as `%20`, since
/// Deepgram takes `+` for a plus.
struct QueryText {
    private(set) var text = ""

    mutating func append(_ name: String, _ value: String) {
        if !self.text.isEmpty { self.text += "&" }
        self.text += name + "=" + Self.encode(value)
    }

    /// Appends a switch, if it is on.
    mutating func append(_ name: String, when isOn: Bool) {
        if isOn { self.append(name, "true") }
    }

    /// Repeats the name for each value: Deepgram takes a comma for a part of the value.
    mutating func append(_ name: String, each values: [String]) {
        for value in values { self.append(name, value) }
    }

    private static func encode(_ value: String) -> String {
        let hex = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(value.utf8.count)
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
