// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct SaySplitTests {
    @Test func leavesShortTextsAlone() {
        #expect(Say.split("Good evening.").map(\.text) == ["Good evening."])
        #expect(Say.split("").isEmpty)
        #expect(Say.split(" \n ").isEmpty)
    }

    @Test func cutsAtTheEndsOfSentences() {
        let sentence = "It costs 3.50 a piece, Mr. Smith! It is J. B. Dorn's. "
        let says = Say.split(String(repeating: sentence, count: 120), voice: .polly("Joanna"), language: .enUS)
        #expect(says.count == 3)
        #expect(says.allSatisfy { $0.text.hasSuffix("!") || $0.text.hasSuffix("Dorn's.") })
        #expect(says.allSatisfy { $0.voice == .polly("Joanna") && $0.language == .enUS })
    }

    @Test func cutsSentencesThatAreTooLongAtBlanks() {
        let says = Say.split(String(repeating: "word ", count: 2_000))
        #expect(says.allSatisfy { $0.text.hasPrefix("word") && $0.text.hasSuffix("word") })
    }

    @Test func cutsWordsThatAreTooLongAnywhere() {
        #expect(Say.split(String(repeating: "a", count: 4_097)).map(\.text.count) == [4_096, 1])
    }

    @Test func cutsSentencesWithoutBlanks() {
        let says = Say.split(String(repeating: "今日はいい天気ですね。", count: 100))
        #expect(says.count > 1)
        #expect(says.allSatisfy { $0.text.hasSuffix("。") })
    }

    @Test func cutsCharactersThatAreTooLongByThemselves() {
        let text = "a" + String(repeating: "\u{301}", count: 2_000)
        let says = Say.split(text)
        #expect(Response { says }.problems() == [])
        #expect(says.map(\.text).joined().unicodeScalars.elementsEqual(text.unicodeScalars))
    }

    /// Whatever the text is, every piece is within the limits and nothing but white space is lost.
    @Test(arguments: [Voice?.none, .polly("Joanna", .neural), .google("en-US", .standard("A"))])
    func keepsEveryLetter(voice: Voice?) {
        var generator = SeededGenerator(seed: 9)
        let letters = Array("aébcd.!?  \n,。😀👨‍👩‍👧\u{301}")
        for _ in 0..<6 {
            let count = Int.random(in: 0..<12_000, using: &generator)
            let text = String((0..<count).map { _ in letters.randomElement(using: &generator)! })
            let says = Say.split(text, voice: voice)
            #expect(Response { says }.problems().allSatisfy { $0.path == "Response" })
            let kept = says.map(\.text).joined().unicodeScalars.filter { !$0.properties.isWhitespace }
            #expect(kept.elementsEqual(text.unicodeScalars.filter { !$0.properties.isWhitespace }))
            #expect(says.allSatisfy { !$0.text.isEmpty })
        }
    }
}
