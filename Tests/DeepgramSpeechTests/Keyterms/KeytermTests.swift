// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing

@testable import DeepgramSpeech

/// Hints become key terms, the most telling first, within what Deepgram takes.
@Suite struct KeytermTests {
    private let hints = SpeechHints(
        phrases: ["a table for {party_size} on the terrace", "Do you serve tagliatelle?", "when are you open"],
        slots: ["party_size": ["two", "half a dozen"], "dish": ["Saltimbocca"]],
        keywords: ["vegetarian", "Vegetarian", "gluten free"]
    )

    @Test func takesKeywordsThenSlotsThenRareWords() {
        let terms = KeytermChooser(limit: 100, tokens: 400).keyterms(["Switchboard"], self.hints)
        #expect(
            terms == [
                "Switchboard", "vegetarian", "gluten free", "Saltimbocca", "two", "half a dozen", "terrace", "serve",
                "tagliatelle",
            ]
        )
    }

    @Test func keepsToTheNumberAndTheTokens() {
        let many = SpeechHints(keywords: (0..<500).map { "keyword\($0)" })
        #expect(KeytermChooser(limit: 100, tokens: 1_000_000).keyterms([], many).count == 100)
        let few = KeytermChooser(limit: 1000, tokens: 40).keyterms([], many)
        #expect(few.count > 5 && few.count <= 40)
        #expect(KeytermChooser(limit: 0, tokens: 400).keyterms(["a"], many).isEmpty)
    }

    @Test func leavesOutWhatIsNoTerm() {
        let hints = SpeechHints(
            phrases: ["{only} {slots}", "", "…"],
            keywords: ["", "   ", String(repeating: "long ", count: 100), " two  words "]
        )
        #expect(KeytermChooser(limit: 100, tokens: 400).keyterms([], hints) == ["two words"])
    }
}
