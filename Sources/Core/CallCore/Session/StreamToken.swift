// SPDX-License-Identifier: Apache-2.0

/// The secret in a stream's path: 128 random bits, good once, for one call, for a short time.
public struct StreamToken: Sendable, Hashable {
    /// 32 lower-case hexadecimal digits.
    public let rawValue: String

    /// Draws a token. Use a generator fit for secrets.
    public init(using generator: inout some RandomNumberGenerator) {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for _ in 0..<2 {
            let bits: UInt64 = generator.next()
            for nibble in 0..<16 { text.append(digits[Int((bits >> UInt64(60 - 4 * nibble)) & 0xf)]) }
        }
        self.rawValue = String(decoding: text, as: UTF8.self)
    }

    /// Takes a token as it stood in a path; `nil` unless it has the form of one.
    public init?(path: some StringProtocol) {
        let utf8 = path.utf8
        let isHex = utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        guard utf8.count == 32, isHex else { return nil }
        self.rawValue = String(path)
    }
}
