// SPDX-License-Identifier: Apache-2.0

import Foundation
import TelephonyAudio
import Testing

/// G.711 against the recommendation's values and against an implementation that is not ours.
struct MuLawTests {
    struct Pair: Sendable, CustomTestStringConvertible {
        let sample: Int16
        let code: UInt8
        var testDescription: String { "\(self.sample) ↔ \(String(self.code, radix: 16))" }
    }

    static let encodings = [
        Pair(sample: 0, code: 0xFF), Pair(sample: -1, code: 0x7F), Pair(sample: 8, code: 0xFE),
        Pair(sample: -8, code: 0x7E), Pair(sample: 100, code: 0xF2), Pair(sample: -100, code: 0x72),
        Pair(sample: 1000, code: 0xCE), Pair(sample: -1000, code: 0x4E), Pair(sample: 8031, code: 0xA0),
        Pair(sample: 32_767, code: 0x80), Pair(sample: -32_768, code: 0x00),
    ]

    static let decodings = [
        Pair(sample: 0, code: 0xFF), Pair(sample: 0, code: 0x7F), Pair(sample: 32_124, code: 0x80),
        Pair(sample: -32_124, code: 0x00), Pair(sample: 104, code: 0xF2), Pair(sample: 988, code: 0xCE),
    ]

    @Test(arguments: Self.encodings) func encodesTheReferenceValue(_ pair: Pair) {
        #expect(MuLaw.encode(pair.sample) == pair.code)
        #expect(MuLaw.encode([pair.sample]) == [pair.code])
    }

    @Test(arguments: Self.decodings) func decodesTheReferenceValue(_ pair: Pair) {
        #expect(MuLaw.decode(pair.code) == pair.sample)
        #expect(MuLaw.decode([pair.code]) == [pair.sample])
    }

    @Test func everyCodeSurvivesARoundTripExceptNegativeZero() {
        for code in UInt8.min...UInt8.max where code != 0x7F {
            #expect(MuLaw.encode(MuLaw.decode(code)) == code)
        }
    }

    @Test func everySampleGetsTheNearestCodeOfItsSegment() {
        for sample in Int16.min...Int16.max {
            let error = abs(Int(MuLaw.decode(MuLaw.encode(sample))) - Int(sample))
            let magnitude = min(Int(sample.magnitude), 32_635) + 132
            let halfStep = 1 << (magnitude.bitWidth - magnitude.leadingZeroBitCount - 6)
            #expect(error <= halfStep + max(0, Int(sample.magnitude) - 32_635), "sample \(sample)")
        }
    }

    @Test func twentyMillisecondsOfSilenceAreTheBase64ThatTwilioSends() {
        let frame = MuLaw.encode([Int16](repeating: 0, count: 160))
        #expect(Data(frame).base64EncodedString() == String(repeating: "/", count: 212) + "/w==")
    }

    @Test func stopsAtTheShorterBuffer() {
        var samples: [Int16] = [7, 7]
        let count = samples.withUnsafeMutableBufferPointer { target in
            [UInt8](repeating: 0, count: 9).withUnsafeBytes { MuLaw.decode($0, into: target) }
        }
        #expect(count == 2)
        var codes: [UInt8] = [1, 1, 1]
        let written = codes.withUnsafeMutableBytes { target in
            [Int16](repeating: 0, count: 2).withUnsafeBufferPointer { MuLaw.encode($0, into: target) }
        }
        #expect(written == 2)
        #expect(codes == [0xFF, 0xFF, 1])
        #expect(MuLaw.decode([]).isEmpty)
        #expect(MuLaw.encode([]).isEmpty)
    }

    /// audioop shifts negative samples to 14 bits by rounding down, so only those divisible by 4 are comparable.
    @Test(.enabled(if: Oracle.hasAudioop)) func agreesWithPythonsAudioop() throws {
        let decoded = try Oracle.python(
            "print(*struct.unpack('<256h', audioop.ulaw2lin(bytes(range(256)), 2)))"
        ).split(separator: " ").compactMap { Int16($0) }
        #expect(decoded == MuLaw.decode((0...255).map { UInt8($0) }))
        let samples = Array(Int16(0)...Int16.max) + stride(from: Int16(-32_768), to: 0, by: 4)
        let encoded = try Oracle.python(
            "s = list(range(32768)) + list(range(-32768, 0, 4)); "
                + "print(*audioop.lin2ulaw(struct.pack('<%dh' % len(s), *s), 2))"
        ).split(separator: " ").compactMap { UInt8($0) }
        #expect(encoded == MuLaw.encode(samples))
    }
}
