// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import FAQDialogue
import Foundation
import OfflineSpeech
import TelephonyAudio
import Testing

/// The engines on the shipped dialogue and on recordings of people, through mu-law and back.
@Suite(.timeLimit(.minutes(5))) struct RealInputTests {
    /// A way to ask, and the question it is.
    struct Spoken: Sendable {
        var text: String
        var question: String
    }

    static let outsiders = [
        "the quick brown fox jumps over the lazy dog", "my printer does not print any more",
        "how much is a ticket to chicago", "the weather is going to be terrible next week",
        "please transfer two hundred dollars to my savings account", "i lost my password and cannot log in",
        "the president gave a speech in berlin", "what is the capital of australia",
        "my washing machine is leaking water", "our cat climbed up the tree again",
    ]

    /// All variants, the values of their slots taken in turn.
    static func variants(_ file: FAQFile) -> [Spoken] {
        var turn = 0
        return file.questions.flatMap { question in
            question.variants.map { variant in
                var text = variant
                for (name, values) in file.slots.sorted(by: { $0.key < $1.key }) {
                    turn += 3
                    text = text.replacingOccurrences(of: "{\(name)}", with: values[turn % values.count])
                }
                return Spoken(text: text, question: question.id)
            }
        }
    }

    /// The question that the dialogue answers, `nil` when it asks again.
    static func answered(_ turn: CallerTurn, _ file: FAQFile, _ responder: FAQResponder) async throws -> String? {
        guard turn.confidence >= file.policy.confidenceFloor else { return nil }
        let context = DialogueContext(
            call: CallInfo(
                id: CallID("CA1"),
                account: "AC1",
                direction: .inbound,
                from: "+12025550100",
                to: "+12025550101",
                receivedAt: .distantPast
            )
        )
        guard case .answer(let reply) = try await responder.respond(to: turn, in: context) else { return nil }
        return reply.source
    }

    @Test(arguments: FliteVoice.allCases)
    func ninetyPercentOfAllVariantsGetTheRightAnswer(_ voice: FliteVoice) async throws {
        let file = try Telephone.restaurant()
        let responder = try FAQResponder(file: file)
        var right = 0
        var wrong: [String] = []
        let variants = Self.variants(file)
        for spoken in variants {
            let turn = await Telephone.turn(try await Telephone.say(spoken.text, voice), hints: responder.hints)
            let answer = try await Self.answered(turn, file, responder)
            if answer == "faq:\(spoken.question)" {
                right += 1
            } else {
                wrong.append("\(spoken.text) → \(turn.text) (\(turn.confidence)) → \(answer ?? "again")")
            }
        }
        #expect(right * 10 >= variants.count * 9, "\(right) of \(variants.count); \(wrong.joined(separator: "\n"))")
    }

    @Test(arguments: FliteVoice.allCases)
    func sentencesOfNoDialogueGetNoAnswer(_ voice: FliteVoice) async throws {
        let file = try Telephone.restaurant()
        let responder = try FAQResponder(file: file)
        for text in Self.outsiders {
            let turn = await Telephone.turn(try await Telephone.say(text, voice), hints: responder.hints)
            let answer = try await Self.answered(turn, file, responder)
            #expect(answer == nil, "\(text) → \(turn.text) (\(turn.confidence))")
        }
    }

    /// What `switchboard demo` asks, word by word.
    @Test func fourOfFiveWordsOfTheDemonstrationAreRight() async throws {
        let hints = try Telephone.restaurant().hints
        for text in ["what are your opening hours", "i would like to book a table for two people tomorrow at seven"] {
            let turn = await Telephone.turn(try await Telephone.say(text, .rms), hints: hints)
            let expected = text.split(separator: " ")
            let heard = turn.text.split(separator: " ")
            let missing = expected.difference(from: heard).removals.count
            #expect(missing * 5 <= expected.count, "\(text) → \(turn.text)")
        }
    }

    /// What no slot and no variant says, but a caller might.
    @Test(arguments: [
        ("um what time do you close today", "hours"), ("hello when are you open on monday", "hours"),
        ("how do i get to the restaurant from the station", "address"),
        ("is there any parking near you", "parking"), ("i would rather talk to a real person", "person"),
    ])
    func wordsAroundAVariantDoNotHideIt(_ text: String, _ question: String) async throws {
        let file = try Telephone.restaurant()
        let responder = try FAQResponder(file: file)
        let turn = await Telephone.turn(try await Telephone.say(text, .rms), hints: responder.hints)
        #expect(try await Self.answered(turn, file, responder) == "faq:\(question)", "\(turn.text)")
    }

    static let garbage: [(name: String, audio: [Int16])] = [
        ("silence", [Int16](repeating: 0, count: 24_000)),
        ("hiss", Sound.noise(amplitude: 300, seconds: 4)),
        ("loud noise in bursts", Sound.bursts(Sound.noise(amplitude: 12_000, seconds: 4))),
        ("keys being pressed", Sound.keys("1234567890#")),
        ("a clipped square wave", Sound.square(220, seconds: 2)),
        ("a fax", Sound.bursts(Sound.tone([1100], amplitude: 9000, seconds: 4))),
        ("clicks", (0..<32_000).map { $0 % 1600 < 20 ? 20_000 : 0 }),
    ]

    @Test(arguments: 0..<7) func whatIsNoSpeechGetsNoAnswer(_ index: Int) async throws {
        let (name, audio) = Self.garbage[index]
        let file = try Telephone.restaurant()
        let responder = try FAQResponder(file: file)
        let turn = await Telephone.turn(MuLaw.encode(audio), hints: responder.hints)
        let answer = try await Self.answered(turn, file, responder)
        #expect(answer == nil, "\(name) → \(turn.text) (\(turn.confidence))")
    }

    static let recordings = [
        "Front_Center", "Front_Left", "Front_Right", "Rear_Center", "Rear_Left", "Rear_Right", "Side_Left",
        "Side_Right",
    ]

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/share/sounds/alsa/Side_Left.wav")))
    func aPersonSayingWhereTheSpeakerStandsIsUnderstood() async throws {
        let phrases = Self.recordings.map { $0.lowercased().replacingOccurrences(of: "_", with: " ") }
        for (name, phrase) in zip(Self.recordings, phrases) {
            let audio = try Telephone.play("/usr/share/sounds/alsa/\(name).wav")
            let turn = await Telephone.turn(audio, hints: SpeechHints(phrases: phrases))
            #expect(turn.text == phrase)
            #expect(turn.confidence >= 0.4)
        }
    }
}
#endif
