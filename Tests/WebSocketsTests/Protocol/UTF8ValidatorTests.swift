// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import WebSockets

/// RFC 3629; the cases are those of Markus Kuhn's UTF-8 stress test and of Autobahn's group 6.
@Suite struct UTF8ValidatorTests {
    static let valid: [[UInt8]] = [
        [], Array("κόσμε".utf8), Array("Hello-µ@ßöäüàá-UTF-8!!".utf8), [0x00], [0x7F], [0xC2, 0x80], [0xDF, 0xBF],
        [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80], [0xEF, 0xBF, 0xBF], [0xF0, 0x90, 0x80, 0x80],
        [0xF4, 0x8F, 0xBF, 0xBF], Array("🏳️‍🌈 longer than eight bytes of ASCII, and then: é".utf8),
    ]
    static let invalid: [[UInt8]] = [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
        [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
        [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], [0xFE], [0xFF],
        [0xE2, 0x28, 0xA1], [0xC3, 0x28], Array("0123456789abcdef".utf8) + [0xFF],
    ]

    private func isValid(_ bytes: [UInt8]) -> Bool {
        var validator = UTF8Validator()
        return bytes.withUnsafeBytes { validator.validate($0) } && validator.isComplete
    }

    private func isValidBytewise(_ bytes: [UInt8]) -> Bool {
        var validator = UTF8Validator()
        return bytes.allSatisfy { byte in withUnsafeBytes(of: byte) { validator.validate($0) } } && validator.isComplete
    }

    @Test(arguments: Self.valid) func accepts(_ bytes: [UInt8]) {
        #expect(self.isValid(bytes))
        #expect(self.isValidBytewise(bytes))
    }

    @Test(arguments: Self.invalid) func refuses(_ bytes: [UInt8]) {
        #expect(!self.isValid(bytes))
        #expect(!self.isValidBytewise(bytes))
    }

    @Test func agreesWithTheStandardLibraryOnEveryShortSequence() {
        // Every pair of bytes, followed by each of a few thirds and fourths.
        for first in 0x7F...UInt8.max {
            for second in UInt8.min...UInt8.max {
                for tail in [[], [0x80], [0xBF, 0x80], [0x41]] as [[UInt8]] {
                    let bytes = [first, second] + tail
                    #expect(self.isValid(bytes) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
                }
            }
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func agreesOnRandomText(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var bytes = Array("Grüße, κόσμε, 日本語, 🎧 and plenty of plain text around them. ".utf8)
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        let expected = String(validating: bytes, as: UTF8.self) != nil
        #expect(self.isValid(bytes) == expected, "seed \(seed)")
        #expect(self.isValidBytewise(bytes) == expected, "seed \(seed)")
    }
}
