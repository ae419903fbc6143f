// SPDX-License-Identifier: Apache-2.0

import SwitchboardTesting
import Testing

@Suite(.timeLimit(.minutes(1)))
struct NumberedEarTests {
    static let silence = [UInt8](repeating: 0xFF, count: 320)

    static func hear(_ audio: [UInt8], in piece: Int = .max) -> [HeardWord] {
        var ear = NumberedEar()
        var words: [HeardWord] = []
        var rest = audio[...]
        while !rest.isEmpty {
            let part = rest.prefix(piece)
            rest = rest.dropFirst(part.count)
            words += ear.hear(part)
        }
        return words + ear.finish()
    }

    @Test(arguments: [1, 7, 20, 159, 160, 161, 800, 100_000])
    func hearsEveryNumberInItsPlaceWhateverThePieces(piece: Int) {
        // 127 and 128, 130 and 258: alike in their low or in their high half.
        let numbers = [1, 2, 127, 128, 129, 130, 258, 16_383, 1, 5000]
        let words = Self.hear(Self.silence + NumberedSpeech.audio(numbers) + Self.silence, in: piece)
        #expect(words.map(\.text) == numbers.map(String.init))
        #expect(words.map(\.start) == numbers.indices.map { 320 + $0 * 160 })
        #expect(words.allSatisfy { $0.end - $0.start == 160 })
    }

    @Test func aRunOfFramesWithTheSameNumberIsOneWord() {
        let words = Self.hear(NumberedSpeech.audio([4, 4, 4, 5, 5]) + Self.silence)
        #expect(words.map(\.text) == ["4", "5"])
        #expect(words.map(\.end) == [480, 800])
    }

    @Test func aFrameThatIsCutInTwoIsHeardOnceAndRightly() {
        for cut in 1..<160 {
            for numbers in [[300, 301, 302], [3, 4, 5], [130, 5, 9000]] {
                let audio = NumberedSpeech.audio(numbers) + Self.silence
                let place = 160 + cut
                let heard = Self.hear(Array(audio[..<place])) + Self.hear(Array(audio[place...]))
                #expect(heard.map(\.text) == numbers.map(String.init), "cut at \(cut)")
            }
        }
    }

    @Test func aWordIsNotHeardAgainAfterItWasCutByFinalize() {
        let audio = NumberedSpeech.audio([300, 301, 302]) + Self.silence
        for cut in 0...audio.count {
            var ear = NumberedEar()
            let words = ear.hear(audio[..<cut]) + ear.finish() + ear.hear(audio[cut...]) + ear.finish()
            #expect(words.map(\.text) == ["300", "301", "302"], "cut at \(cut)")
        }
    }

    @Test func tornWordsAreNotTakenForWords() {
        let audio = NumberedSpeech.audio([300, 301, 302])
        let torn = Array(audio[..<200]) + Array(audio[231...]) + Self.silence
        let words = Self.hear(Self.silence + torn).map(\.text)
        #expect(words.contains { $0.hasPrefix("?") })
        #expect(words.first == "300")
    }

    @Test func silenceAndNoiseAreNoWords() {
        var random = SeededGenerator(seed: 3)
        let noise = (0..<80_000).map { _ in [0x7E, 0x7F, 0xFE, 0xFF].randomElement(using: &random) ?? UInt8(0xFF) }
        #expect(Self.hear(noise).isEmpty)
        #expect(Self.hear(Self.silence).isEmpty)
        #expect(Self.hear([]).isEmpty)
    }

    @Test func tellsWhereVoiceIs() {
        var ear = NumberedEar()
        #expect(ear.voice == nil)
        _ = ear.hear(Self.silence[...])
        #expect(ear.voice == nil)
        _ = ear.hear(NumberedSpeech.audio(1...3)[...])
        #expect(ear.voice?.lowerBound == 320)
        #expect(ear.guess?.text == "3")
        _ = ear.hear(Self.silence[...])
        #expect(ear.guess == nil)
        #expect(ear.voice.map { abs($0.upperBound - 800) <= 1 } == true)
    }
}
