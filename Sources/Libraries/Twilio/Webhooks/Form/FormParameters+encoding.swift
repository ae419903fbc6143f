// SPDX-License-Identifier: Apache-2.0

extension FormParameters {
    /// The fields as `application/x-www-form-urlencoded`, as Twilio would send them.
    ///
    /// ``FormDecoder`` reads them back unchanged.
    public var encoded: [UInt8] {
        var bytes: [UInt8] = []
        for (index, field) in self.enumerated() {
            if index > 0 {
                bytes.append(UInt8(ascii: "&"))
            }
            Self.append(field.name, to: &bytes)
            bytes.append(UInt8(ascii: "="))
            Self.append(field.value, to: &bytes)
        }
        return bytes
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let digits = StaticString("0123456789ABCDEF")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "*"):
                bytes.append(byte)
            case UInt8(ascii: " "):
                bytes.append(UInt8(ascii: "+"))
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits.utf8Start[Int(byte >> 4)])
                bytes.append(digits.utf8Start[Int(byte & 15)])
            }
        }
    }
}
