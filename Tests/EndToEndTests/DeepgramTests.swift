// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import NIOPosix
import SwitchboardTesting
import Testing

@testable import switchboard

/// Whole calls whose ears and voice are Deepgram's, over real sockets.
@Suite(.timeLimit(.minutes(3)))
struct DeepgramTests {
    @Test(arguments: ["", "drop=5s", "rst=6s, duplicate", "close=1011/5s, missing-speech-final"])
    func everyWordArrivesOnceWhateverBecomesOfTheConnections(_ faults: String) async throws {
        try await self.withDeepgram(faults) { deepgram, server in
            let words = Array(1...40)
            let result = try await server.place(server.call(Self.steps(saying: words)))[0]
            let heard = try await server.transcript(of: result).filter { $0.speaker == .caller }
            #expect(heard.flatMap(\.words).map(\.text) == words.map(String.init))
            #expect(heard.allSatisfy { $0.source == "deepgram" })
            #expect(try await self.audioLost(in: result, server) == .zero)
            // What is left at the hang-up is sent at once, and taken.
            #expect(deepgram.violations.allSatisfy { $0.violation.kind == .tooFast }, "\(deepgram.violations)")
            if !faults.isEmpty { #expect(deepgram.connections.count(where: \.isCut) > 1) }
        }
    }

    @Test func aWarmConnectionHearsACallFromItsFirstWord() async throws {
        try await self.withDeepgram("", change: { $0.deepgram.poolMinimum = 2 }) { deepgram, server in
            await deepgram.until { $0.openConnections >= 2 }
            let words = Array(1...10)
            let result = try await server.place(server.call(Self.steps(saying: words)))[0]
            let heard = try await server.transcript(of: result).filter { $0.speaker == .caller }
            #expect(heard.flatMap(\.words).map(\.text) == words.map(String.init))
            #expect(heard.flatMap(\.words).allSatisfy { abs(($0.start - Self.place(of: $0)) / .milliseconds(1)) <= 50 })
        }
    }

    @Test func aVoiceComesFromAuraAndIsRenderedOnceForAllCalls() async throws {
        try await self.withDeepgram("") { deepgram, server in
            let calls = (0..<3).map { _ in server.call([.waitForAgent(), .hangUp]) }
            for result in try await server.place(calls) {
                #expect(result.failures.isEmpty)
                #expect(result.streams.contains { $0.audioBytesPlayed > 0 }, "\(result.streams)")
            }
            let texts = deepgram.speech.flatMap(\.texts)
            #expect(!texts.isEmpty)
            #expect(Set(texts).count == texts.count, "\(texts)")
        }
    }

    @Test func theEmbeddedEnginesGoOnWithACallThatDeepgramLeaves() async throws {
        try await self.withDeepgram("refuse=503", change: { $0.deepgram.outage = .seconds(2) }) { _, server in
            let question = "what are your opening hours"
            let call = server.call([.waitForAgent(), .say(question, voice: nil), .waitForAgent(), .hangUp])
            let result = try await server.place(call)[0]
            #expect(result.documents.count == 1, "one stream, one greeting: \(result.documents.count)")
            let lines = try await server.transcript(of: result)
            #expect(lines.filter { $0.source.contains("greeting") }.count == 1)
            let heard = lines.filter { $0.speaker == .caller }
            #expect(WordAccuracy(spoken: question, understood: heard.map(\.text).joined(separator: " ")).share >= 0.8)
            #expect(!heard.contains { $0.source == "deepgram" })
            #expect(try await server.turns(of: result).contains { $0.outcome == .answered })
        }
    }

    @Test func aRefusedKeyIsTriedOnceAndNoCallWaitsForIt() async throws {
        try await self.withDeepgram("refuse=401") { deepgram, server in
            for _ in 0..<3 {
                let call = server.call([
                    .waitForAgent(), .say("what are your opening hours", voice: nil), .waitForAgent(), .hangUp,
                ])
                let result = try await server.place(call)[0]
                #expect(try await server.turns(of: result).contains { $0.outcome == .answered })
            }
            #expect(deepgram.attempts.count <= 3, "\(deepgram.attempts)")
        }
    }

    @Test func theCarrierAsksOnWithoutGreetingAgain() async throws {
        try await self.withDeepgram("refuse=503") { configuration in
            configuration.speechFallback = .gather
            configuration.deepgram.outage = .seconds(2)
        } _: { _, server in
            var call = server.call([.waitForAgent(), .wait(.seconds(20)), .hangUp])
            call.verbPace = 1_000
            let result = try await server.place(call)[0]
            let gather = try #require(result.verbs.first { $0.name == "Gather" })
            #expect(!"\(gather)".contains("Numbers, good day"))
            #expect(result.violations.isEmpty, "\(result.violations)")
        }
    }

    @Test func aPersonTakesOverWhoeverIsAskedFor() async throws {
        try await self.withDeepgram("refuse=503") { configuration in
            configuration.speechFallback = .person
            configuration.deepgram.outage = .seconds(2)
        } _: { _, server in
            var call = server.call([.waitForAgent(), .wait(.seconds(20)), .hangUp])
            call.verbPace = 1_000
            let result = try await server.place(call)[0]
            #expect(result.verbs.contains { $0.name == "Record" }, "\(result.verbs.map(\.name))")
        }
    }

    // MARK: - The stage

    private static let dialogue = """
        greeting: "Numbers, good day."
        policy:
          match_floor: 0.01
          match_margin: 0
          still_there_seconds: 60
        questions:
          - id: numbers
            variants: ["one two three", "what are your opening hours"]
            answer: "Thank you."
        """

    /// Words of 200 ms, ten to an utterance, with pauses between.
    private static func steps(saying words: [Int]) -> [CallerStep] {
        let utterances = stride(from: 0, to: words.count, by: 10).map { Array(words[$0..<min($0 + 10, words.count)]) }
        let speech = utterances.flatMap { words in
            let frames = words.flatMap { Array(repeating: $0, count: 10) }
            return [CallerStep.audio(NumberedSpeech.audio(frames)), .wait(.milliseconds(1_200))]
        }
        return [.wait(.seconds(1))] + speech + [.hangUp]
    }

    /// Where a word of ``steps(saying:)`` begins, as long as it is one of the first ten.
    private static func place(of word: Word) -> Duration {
        .seconds(1) + .milliseconds(200) * ((Int(word.text) ?? 0) - 1)
    }

    private func withDeepgram(
        _ faults: String,
        change: (inout ServerConfiguration) -> Void = { _ in },
        _ body: @Sendable (SimulatedDeepgram, RunningServer) async throws -> Void
    ) async throws {
        let deepgram = try await SimulatedDeepgram.start(
            on: MultiThreadedEventLoopGroup.singleton,
            faults: try DeepgramFault.list(parsing: faults)
        )
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchboard-deepgram-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let dialogue = folder.appending(path: "numbers.yaml")
        try Data(Self.dialogue.utf8).write(to: dialogue)
        let outcome = await Result(catching: {
            try await RunningServer.with { configuration in
                configuration.speech = .deepgram
                configuration.deepgram.url = deepgram.url
                configuration.deepgram.key = deepgram.credential
                configuration.dialoguePath = dialogue.path()
                configuration.speechCache.folder = folder.appending(path: "speech").path()
                change(&configuration)
            } _: { server in
                try await body(deepgram, server)
            }
        })
        try await deepgram.stop()
        try outcome.get()
    }

    private func audioLost(in result: SimulatedCallResult, _ server: RunningServer) async throws -> Duration {
        try await server.server.journal.store.events(of: CallID(result.sid)).reduce(.zero) { sum, event in
            if case .audioLost(let lost, _) = event.event.kind { sum + lost } else { sum }
        }
    }
}
