// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Twilio

@Suite struct Base64Tests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func knowsTheVectorsOfTheRFC(plain: String, coded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == Array(coded.utf8))
        #expect(Base64.decode(Array(coded.utf8)) == Array(plain.utf8))
    }

    @Test func encodesTwentyMillisecondsOfSilence() {
        let coded = String(decoding: Base64.encode([UInt8](repeating: 0xFF, count: 160)), as: UTF8.self)
        #expect(coded == String(repeating: "/", count: 212) + "/w==")
    }

    @Test func agreesWithFoundation() {
        var generator = SeededGenerator(seed: 1)
        for count in 0..<400 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let coded = Base64.encode(bytes)
            #expect(String(decoding: coded, as: UTF8.self) == Data(bytes).base64EncodedString())
            #expect(Base64.decode(coded) == bytes)
        }
    }

    @Test(arguments: [
        "A", "AA", "AAA", "AAAAA", "=", "====", "A===", "=AAA", "AA=A", "A=AA", "AAA=AAAA", "AA==AAAA", "AAAA====",
        "AAA\n", "AA A", "AAAA\r\n", "AA-A", "AA_A", "AAé", "AA==\n", "AA\u{0}A", "Zh==", "Zm9=", "AA%3",
    ])
    func refusesWhatIsNotStrict(text: String) {
        #expect(Base64.decode(Array(text.utf8)) == nil)
    }

    @Test func refusesEveryOtherByteAnywhere() {
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for byte in UInt8.min...UInt8.max where !alphabet.contains(byte) {
            for position in 0..<8 where !(byte == UInt8(ascii: "=") && position == 7) {
                var text = Array("AAAAAAAA".utf8)
                text[position] = byte
                #expect(Base64.decode(text) == nil, "byte \(byte) at \(position)")
            }
        }
    }

    @Test func neverWritesBeyondTheBuffer() {
        let text = Array("Zm9vYmFy".utf8)
        for size in 0..<8 {
            var target = [UInt8](repeating: 0xAA, count: 16)
            let count = target.withUnsafeMutableBytes { target in
                text.withUnsafeBytes {
                    Base64.decode($0, into: UnsafeMutableRawBufferPointer(rebasing: target[..<size]))
                }
            }
            #expect(count == (size < 6 ? nil : 6))
            #expect(target[max(size, 6)...].allSatisfy { $0 == 0xAA })
        }
    }
}
