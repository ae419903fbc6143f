// SPDX-License-Identifier: Apache-2.0

import CallCore
import Crypto

/// Names a sound: everything that decides how it comes out, digested.
struct SpeechKey: Sendable, Hashable, CustomStringConvertible {
    static let length = 32

    /// SHA-256.
    let bytes: [UInt8]

    /// Of a request to an engine whose further settings are summed up in `identity`.
    init(engine: String, identity: String, request: SynthesisRequest) {
        var hash = SHA256()
        // Each part with its length, so that no two lists of parts read the same.
        for part in ["1", engine, identity, request.voice.map { "v" + $0 } ?? "", request.text] {
            withUnsafeBytes(of: UInt64(part.utf8.count).littleEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: Array(part.utf8))
        }
        self.bytes = Array(hash.finalize())
    }

    /// From its hexadecimal name; `nil` for anything else.
    init?(name: some StringProtocol) {
        let digits = Array(name.utf8)
        guard digits.count == 2 * Self.length else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.value(digits[index]), let low = Self.value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    /// 64 hexadecimal digits.
    var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: self.bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
