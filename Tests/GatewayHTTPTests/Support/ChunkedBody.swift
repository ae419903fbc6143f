// SPDX-License-Identifier: Apache-2.0

/// A body in chunks (RFC 9112, section 7.1), as far as it came.
struct ChunkedBody {
    /// What the chunks hold.
    let text: String
    /// Whether the last chunk came: only then it is all there is.
    let isComplete: Bool

    init(_ body: String) {
        var bytes = Array(body.utf8)[...]
        var content: [UInt8] = []
        var isComplete = false
        while let end = bytes.firstIndex(of: 0x0A) {
            let size = String(decoding: bytes[..<end], as: UTF8.self).prefix { $0.isHexDigit }
            guard let count = Int(size, radix: 16) else { break }
            bytes = bytes[(end + 1)...]
            if count == 0 {
                isComplete = true
                break
            }
            content += bytes.prefix(count)
            bytes = bytes.dropFirst(count + 2)
        }
        self.text = String(decoding: content, as: UTF8.self)
        self.isComplete = isComplete
    }
}
