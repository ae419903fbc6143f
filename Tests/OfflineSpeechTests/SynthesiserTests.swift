// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import NIOCore
import NIOPosix
import TelephonyAudio
import Testing

@testable import OfflineSpeech

/// What Flite gets to read, and what comes of it.
struct SynthesiserTests {
    @Test func cutsTextIntoSentencesAndKeepsTheWordsAsWritten() {
        let text = SpokenText("Good day! We\u{2019}re open \u{2013} from 5\u{2013}11. Caf\u{E9} \u{1F642}")
        #expect(text.sentences.map(\.spoken) == ["Good day!", "We're open from 5 11.", "Cafe"])
        #expect(text.sentences.map { $0.words.map(\.pieces) } == [[1, 1], [1, 1, 0, 1, 2], [1, 0]])
        #expect(text.sentences[1].words.map(\.text) == ["We\u{2019}re", "open", "\u{2013}", "from", "5\u{2013}11."])
    }

    @Test func hostileTextBecomesPlainWords() {
        let text = SpokenText("<speak>\u{0}a\u{202E}b</speak> %s%n \u{1B}[31m \u{65E5}\u{672C}")
        #expect(text.sentences.map(\.spoken) == ["speak ab speak %s%n 31m"])
        let long = SpokenText(String(repeating: "x", count: 100_000))
        #expect(long.sentences.allSatisfy { $0.spoken.split(separator: " ").allSatisfy { $0.utf8.count <= 40 } })
    }

    @Test func aTextWithoutEndIsSpokenInBoundedPieces() {
        let text = SpokenText(String(repeating: "word ", count: 1000))
        #expect(text.sentences.count == 25)
        #expect(SpokenText("").sentences.isEmpty)
        #expect(SpokenText("... \u{2014} !?").sentences.allSatisfy { $0.spoken.isEmpty })
    }

    @Test(arguments: FliteVoice.allCases) func audioComesInWholeFramesWithAWordForEachWrittenOne(
        _ voice: FliteVoice
    ) async throws {
        let text = "Fine, a table for 2 at half past seven. We look forward to it."
        var bytes = 0
        var words: [String] = []
        var last = Duration.zero
        for await event in Telephone.speak(SynthesisRequest(text: text, voice: voice.rawValue)) {
            switch event {
            case .audio(let audio):
                #expect(audio.readableBytes % 160 == 0)
                bytes += audio.readableBytes
            case .word(let word, let end):
                #expect(end >= last)
                last = end
                words.append(word)
            case .failed(let error): throw error
            case .finished: break
            }
        }
        #expect(words.joined(separator: " ") == text)
        #expect(last <= .telephony(bytes: bytes))
        #expect(last >= .telephony(bytes: bytes) - .milliseconds(900), "the last word ends near the end")
    }

    static func failure(_ request: SynthesisRequest, _ synthesiser: OfflineSynthesiser) async -> SpeechError.Code? {
        var code: SpeechError.Code?
        for await event in Telephone.speak(request, by: synthesiser) {
            if case .failed(let error) = event { code = error.code }
        }
        return code
    }

    @Test func refusesWhatItCannotSay() async throws {
        let synthesiser = Telephone.synthesiser
        let megabyte = String(repeating: "a ", count: 500_000)
        #expect(await Self.failure(SynthesisRequest(text: megabyte), synthesiser) == .invalidRequest)
        #expect(await Self.failure(SynthesisRequest(text: "x", voice: "robot"), synthesiser) == .invalidRequest)
        #expect(await Self.failure(SynthesisRequest(text: "x"), synthesiser) == nil)
        var configuration = OfflineSynthesiser.Configuration()
        configuration.openRequests = 0
        let busy = try OfflineSynthesiser(configuration: configuration)
        #expect(await Self.failure(SynthesisRequest(text: "x"), busy) == .overloaded)
        #expect(busy.status.sessions == 0)
    }

    @Test func theSameSentenceSoundsTheSameWithAndWithoutTheCache() async throws {
        var configuration = OfflineSynthesiser.Configuration()
        configuration.cacheBytes = 0
        let forgetful = try OfflineSynthesiser(configuration: configuration)
        var fresh: [UInt8] = []
        for await event in Telephone.speak(SynthesisRequest(text: "One moment please.", voice: "slt"), by: forgetful) {
            if case .audio(let audio) = event { fresh += audio.readableBytesView }
        }
        let first = try await Telephone.say("One moment please.", .slt)
        let second = try await Telephone.say("One moment please.", .slt)
        #expect(first == second)
        #expect(first == fresh)
        #expect(first != (try await Telephone.say("One moment please.", .awb)))
    }
}
#endif
