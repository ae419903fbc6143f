// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing

struct RandomHexTests {
    @Test func has32LowerCaseHexadecimalDigitsAndNeverTheSameTwice() {
        var generator = SeededGenerator(seed: 1)
        let texts = (0..<10_000).map { _ in RandomHex.text(using: &generator) }
        #expect(Set(texts).count == texts.count)
        for text in texts.prefix(100) {
            #expect(text.utf8.count == 32 && text.allSatisfy { "0123456789abcdef".contains($0) })
        }
        #expect(Set(texts.joined()).count == 16)
    }
}
