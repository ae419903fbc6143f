// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CallCore

struct StreamTokenTests {
    @Test func isThirtyTwoHexadecimalDigitsAndReadsItselfBack() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<1000 {
            let token = StreamToken(using: &generator)
            #expect(token.rawValue.utf8.count == 32)
            #expect(StreamToken(path: token.rawValue) == token)
        }
    }

    @Test func usesAllItsBits() {
        var generator = SeededGenerator(seed: 2)
        let tokens = Set((0..<10_000).map { _ in StreamToken(using: &generator) })
        #expect(tokens.count == 10_000)
        for place in 0..<32 {
            let digits = Set(tokens.map { Array($0.rawValue.utf8)[place] })
            #expect(digits.count == 16)
        }
    }

    @Test(arguments: [
        "", "0", "0123456789abcdef0123456789abcde", "0123456789abcdef0123456789abcdef0",
        "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789abcdeg", "0123456789abcdef0123456789abcde/",
        "٠١٢٣٤٥٦٧٨٩abcdef", "................................", "                                ",
        "0123456789abcdef0123456789abcde\u{0}",
    ])
    func refuses(path: String) {
        #expect(StreamToken(path: path) == nil)
    }

    @Test func takesNoLookAlikeOfSixteenTwoByteDigits() {
        #expect(StreamToken(path: String(repeating: "é", count: 16)) == nil)
    }
}
