// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CallCore

struct SpeechCutTests {
    @Test func cutsExactlyAfterEveryWordOfALongText() {
        let words = (0..<100).map { "w\($0)" }
        var cut = SpeechCut(text: words.joined(separator: " "))
        for number in 1...100 { cut.word(endingAt: .milliseconds(number * 10)) }
        for number in 0...100 {
            let text = cut.heard(played: .milliseconds(number * 10), of: .seconds(1), isAll: true)
            #expect(text == words.prefix(number).joined(separator: " "))
        }
    }

    @Test func cutsByTheShareOfTimeWithoutWordTimes() {
        let cut = SpeechCut(text: "a b c d")
        #expect(cut.heard(played: .milliseconds(499), of: .seconds(1), isAll: true) == "a")
        #expect(cut.heard(played: .milliseconds(500), of: .seconds(1), isAll: true) == "a b")
        #expect(cut.heard(played: .seconds(2), of: .seconds(1), isAll: true) == "a b c d")
        #expect(cut.heard(played: .zero, of: .zero, isAll: true) == "")
    }

    @Test func takesTheShareWhereTheEngineSpeaksOtherWordsThanAreWritten() {
        var cut = SpeechCut(text: "in 1999 we opened")
        for end in [1, 2, 3, 4, 5, 6, 7, 8] { cut.word(endingAt: .seconds(end)) }
        #expect(cut.heard(played: .seconds(4), of: .seconds(8), isAll: true) == "in 1999")
    }

    @Test func keepsNoMoreWordsThanTheTextCanHave() {
        var cut = SpeechCut(text: "short")
        for end in 0..<100_000 { cut.word(endingAt: .milliseconds(end)) }
        #expect(cut.wordEnds.count == 5)
    }

    @Test(arguments: ["", "   ", "\n\t"])
    func hearsNothingOfNothing(text: String) {
        let cut = SpeechCut(text: text)
        #expect(cut.heard(played: .seconds(1), of: .seconds(1), isAll: true) == "")
        #expect(cut.heard(played: .seconds(1), of: .zero, isAll: false) == "")
    }
}
