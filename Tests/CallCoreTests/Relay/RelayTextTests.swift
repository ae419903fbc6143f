// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CallCore

struct RelayTextTests {
    private let text = "We are open from nine to five. Do you want a table?"

    @Test(arguments: [
        ("", ""), ("We", "We"), ("We ar", "We"), ("we ARE", "We are"), ("We are open", "We are open"),
        (" We  are\nopen", "We are open"), ("We are open from nine to five.", "We are open from nine to five."),
        ("We are open from nine to five. Do you want a table?", "We are open from nine to five. Do you want a table?"),
        // The last piece only.
        ("Do you", "We are open from nine to five. Do you"),
        ("want a tab", "We are open from nine to five. Do you want a"),
    ])
    func findsTheCarriersAccountInOurWords(claim: String, words: String) {
        #expect(RelayText(self.text).words(endingWith: claim) == words)
    }

    @Test(arguments: [
        "Nothing of the kind", "We are open, and much more than we ever said and would ever say about it",
    ])
    func takesNoForeignWords(claim: String) {
        #expect(RelayText(self.text).words(endingWith: claim) == nil)
    }

    @Test func addsUpWhatWasPlayed() {
        var text = RelayText(self.text)
        text.play("We are")
        #expect(text.playedWords == "We are")
        text.play(" open fr")
        #expect(text.playedWords == "We are open")
        // Some tell all so far.
        text.play("We are open from nine")
        #expect(text.playedWords == "We are open from nine")
        text.play("something else")
        #expect(text.playedWords == "We are open from nine" && !text.isPlayed)
        text.play(" to five. Do you want a table?")
        #expect(text.isPlayed)
        #expect(text.playedWords == self.text)
    }

    @Test func isNeverOutOfBounds() {
        var random = SeededGenerator(seed: 24)
        let alphabet = Array("ab \n")
        for _ in 0..<4_000 {
            let draw = { (random: inout SeededGenerator) in
                String((0..<Int.random(in: 0...9, using: &random)).map { _ in alphabet.randomElement(using: &random)! })
            }
            var text = RelayText(draw(&random))
            for _ in 0..<3 { text.play(draw(&random)) }
            let words = text.words(endingWith: draw(&random))
            let all = text.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(all.hasPrefix(words ?? "") && all.hasPrefix(text.playedWords))
        }
    }
}
