// SPDX-License-Identifier: Apache-2.0

/// Undoes what happens to a signature on its way through shells, forms and other alphabets.
enum SignatureRepair {
    static func repaired(_ header: String) -> String? {
        guard header.utf8.count <= 256 else { return nil }
        let around = "\"' \t\r\n".utf8
        var bytes = PercentEncoding.decodedBytes(header)[...]
        bytes = bytes.drop { around.contains($0) }
        while let last = bytes.last, around.contains(last) || last == UInt8(ascii: "=") {
            bytes.removeLast()
        }
        // URL-safe letters, and the blank that a form makes of a plus.
        let letters = bytes.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: " "): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: byte
            }
        }
        let padding = [UInt8](repeating: UInt8(ascii: "="), count: (4 - letters.count % 4) % 4)
        return String(validating: letters + padding, as: UTF8.self)
    }
}
