// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import NIOCore
import NIOPosix
import OfflineSpeech
import TelephonyAudio
import Testing

/// Order, bounds and ends of recognition sessions.
@Suite(.timeLimit(.minutes(5))) struct RecogniserTests {
    static let phrases = ["when are you open", "where is the restaurant", "i would like a table", "goodbye"]
    static let hints = SpeechHints(phrases: Self.phrases)

    static func texts(_ events: [RecognitionEvent]) -> [String] {
        events.compactMap { event in
            if case .utterance(let utterance, _) = event { utterance.text } else { nil }
        }
    }

    /// The phrases one after another, with a second of silence between.
    static func monologue() async throws -> [UInt8] {
        var audio: [UInt8] = []
        for phrase in Self.phrases {
            audio += try await Telephone.say(phrase) + [UInt8](repeating: MuLaw.silence, count: 8000)
        }
        return audio
    }

    @Test func reportsUtterancesInTheOrderTheyWereSpoken() async throws {
        let events = await Telephone.events(try await Self.monologue(), hints: Self.hints)
        #expect(Self.texts(events) == Self.phrases)
        #expect(events.last == .finished)
        for event in events {
            if case .utterance(let utterance, let endsTurn) = event {
                #expect(endsTurn)
                #expect(utterance.confidence > 0.4)
                #expect(utterance.words.map(\.text).joined(separator: " ") == utterance.text)
            }
        }
    }

    @Test func aPauseBringsAGuessBeforeTheUtterance() async throws {
        var request = RecognitionRequest(call: CallID("CA1"), hints: Self.hints)
        request.endOfTurnSilence = .seconds(2)
        let recogniser = try OfflineRecogniser(logger: Telephone.logger)
        try await recogniser.prepare(Self.hints)
        let call = Call(request, recogniser)
        await call.hear(
            try await Telephone.say("when are you open") + [UInt8](repeating: MuLaw.silence, count: 8000)
        )
        var events: [RecognitionEvent] = []
        for await event in call.live {
            events.append(event)
            if case .interim = event { await call.finish() }
        }
        let kinds = events.map { event in
            switch event {
            case .speechStarted: "started"
            case .interim(let utterance): "interim \(utterance.text)"
            case .utterance(let utterance, _): "utterance \(utterance.text)"
            default: "end"
            }
        }
        #expect(kinds == ["started", "interim when are you open", "utterance when are you open", "end"])
    }

    @Test func speechWithoutAPauseIsCutAndNothingIsLost() async throws {
        var configuration = OfflineRecogniser.Configuration()
        configuration.longestUtterance = .seconds(4)
        let recogniser = try OfflineRecogniser(configuration: configuration, logger: Telephone.logger)
        let phrase = try await Telephone.say("i would like a table")
        let events = await Telephone.events(
            phrase + phrase + phrase + phrase + phrase,
            hints: Self.hints,
            recogniser: recogniser
        )
        let ends = events.compactMap { if case .utterance(_, let endsTurn) = $0 { endsTurn } else { nil } }
        #expect(ends.count >= 2)
        #expect(ends.last == true)
        #expect(ends.dropLast().allSatisfy { !$0 })
        let words = Self.texts(events).joined(separator: " ").split(separator: " ")
        #expect(words.filter { $0 == "table" }.count == 5, "\(words)")
        #expect(recogniser.status.lostSeconds == 0)
    }

    @Test func whatWaitsBeyondTheBoundIsReportedAsLost() async throws {
        var configuration = OfflineRecogniser.Configuration()
        configuration.workers = 1
        configuration.longestQueue = .seconds(4)
        let recogniser = try OfflineRecogniser(configuration: configuration, logger: Telephone.logger)
        let monologue = try await Self.monologue()
        // All at once: the first stretch is still being decoded, or its model built, when the last one comes.
        let events = await Telephone.events(
            monologue + monologue + monologue,
            hints: Self.hints,
            recogniser: recogniser
        )
        let lost = events.compactMap { event -> Duration? in
            if case .audioLost(let length, _) = event { length } else { nil }
        }
        #expect(!lost.isEmpty)
        #expect(Self.texts(events).count + lost.count == 12)
        #expect(Self.texts(events).last == "goodbye", "the newest is kept")
        let status = recogniser.status
        #expect(abs(status.lostSeconds - lost.reduce(.zero, +) / .seconds(1)) < 0.001)
        #expect(status.queuedSeconds == 0)
    }

    @Test func twentyCallsAtOnceLoseNothingAndTheStatusSaysThatTheyWait() async throws {
        var configuration = OfflineRecogniser.Configuration()
        configuration.workers = 2
        configuration.lagLimit = .zero
        let recogniser = try OfflineRecogniser(configuration: configuration, logger: Telephone.logger)
        let audio = try await Telephone.say("where is the restaurant") + [UInt8](repeating: MuLaw.silence, count: 8000)
        let calls = (0..<20).map { Call(RecognitionRequest(call: CallID("CA\($0)"), hints: Self.hints), recogniser) }
        for call in calls { await call.hear(audio) }
        let busy = recogniser.status
        #expect(busy.state == .lagging)
        #expect(busy.sessions == 20)
        #expect(busy.queuedSeconds > 10)
        #expect(busy.lagSeconds > 0)
        #expect(!busy.detail.isEmpty)
        for call in calls { await call.finish() }
        for call in calls { #expect(Self.texts(await call.events()) == ["where is the restaurant"]) }
        let idle = recogniser.status
        #expect(idle == EngineStatus(), "\(idle)")
    }

    @Test func cancellingAtAnyMomentLeavesNothingBehind() async throws {
        let recogniser = try OfflineRecogniser(logger: Telephone.logger)
        let audio = try await Telephone.say("when are you open") + [UInt8](repeating: MuLaw.silence, count: 8000)
        for length in stride(from: 0, through: audio.count, by: audio.count / 12) {
            let call = Call(RecognitionRequest(call: CallID("CA1"), hints: Self.hints), recogniser)
            await call.hear(Array(audio.prefix(length)))
            if length % 2 == 0 { await call.finish() }
            await call.cancel()
        }
        let status = recogniser.status
        #expect(status.sessions == 0)
        #expect(status.queuedSeconds == 0)
        #expect(status.lostSeconds == 0)
    }

    @Test func refusesALanguageItDoesNotKnow() async {
        let events = await Telephone.events([], hints: Self.hints, language: "de-DE")
        guard case .failed(let error)? = events.last else { return #expect(Bool(false), "\(events)") }
        #expect(error.code == .invalidRequest)
        #expect(events.count == 1)
    }

    @Test func saysHowToMendAMissingModel() {
        var configuration = OfflineRecogniser.Configuration()
        configuration.modelDirectory = "/nowhere"
        let error = #expect(throws: SpeechError.self) {
            try OfflineRecogniser(configuration: configuration, logger: Telephone.logger)
        }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("apt-get install pocketsphinx-en-us") == true)
    }

    @Test func withoutHintsTheFreeModelListens() async throws {
        let events = await Telephone.events(
            try await Telephone.say("where is the restaurant"),
            hints: SpeechHints()
        )
        #expect(Self.texts(events).joined().contains("restaurant"), "\(events)")
    }
}
#endif
