// SPDX-License-Identifier: Apache-2.0

/// Random names and secrets as text.
public enum RandomHex {
    /// 128 random bits as 32 lower-case hexadecimal digits. Use a generator fit for secrets where it is one.
    public static func text(using generator: inout some RandomNumberGenerator) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for _ in 0..<2 {
            let bits: UInt64 = generator.next()
            for nibble in 0..<16 { text.append(digits[Int((bits >> UInt64(60 - 4 * nibble)) & 0xf)]) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
