// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import InMemoryLogging
import Logging
import NIOCore
import Testing

@testable import DeepgramSpeech

/// An operator sees what goes on, and nothing that a caller said.
@Suite struct ObservingTests {
    private static let broken = DeepgramError(.connectFailed, "The connection broke.", requestID: "request-1")

    @Test func tellsTheCallAndNeverTheWords() {
        let logs = InMemoryLogHandler()
        let stage = Stage(logger: Self.logger(logs))
        stage.dialler.open()
        stage.speak(.seconds(2))
        stage.dialler.say(.final("secret", 0, 1))
        stage.dialler.say(.warning(code: "SLOW", description: "too slow"))
        stage.dialler.say(.guess("hidden", 1, 2))
        stage.dialler.end(Self.broken)
        stage.speak(.seconds(2))
        stage.dialler.open()
        stage.speak(.seconds(1))
        stage.dialler.say(.final("secret", 0, 1, speechFinal: true))
        let entries = logs.entries
        #expect(entries.allSatisfy { $0.metadata["call.sid"] == "CA1" })
        let text = entries.map { "\($0.message) \($0.metadata)" }.joined(separator: "\n")
        #expect(text.contains("request-1"))
        #expect(text.contains("too slow"))
        #expect(text.contains("Deepgram is back"))
        #expect(!text.contains("secret") && !text.contains("hidden"))
    }

    @Test func saysOnceThatThereIsNoConnection() {
        let logs = InMemoryLogHandler()
        let stage = Stage(logger: Self.logger(logs))
        stage.speak(.milliseconds(100))
        for _ in 0..<100 {
            stage.wait(.seconds(1))
            stage.dialler.fail(Self.broken)
        }
        let loud = logs.entries.filter { $0.level >= .notice }
        // Once when it was lost, and once when the call was given on.
        #expect(loud.map(\.level) == [.warning, .error])
    }

    @Test func countsForHealth() {
        let stage = Stage()
        #expect(stage.recogniser.status.state == .ok)
        #expect(stage.recogniser.status.sessions == 1)
        stage.dialler.open()
        stage.speak(.seconds(2))
        #expect(stage.recogniser.status.lagSeconds >= 1.5)
        #expect(stage.recogniser.status.detail.contains("1 connections"))
        stage.answer()
        stage.dialler.end(Self.broken)
        stage.speak(.seconds(3))
        let status = stage.recogniser.status
        #expect(status.state == .down)
        #expect(status.queuedSeconds >= 2.5)
        #expect(status.detail.contains("0 connections"))
        #expect(status.detail.contains("1 calls wait"))
    }

    @Test func refusesWhatMakesNoSenseBeforeAnyCall() async throws {
        var configuration = DeepgramRecogniser.Configuration()
        configuration.policy.batchFrames = 0
        configuration.policy.replayPace = 3
        configuration.policy.ring = .seconds(1)
        let recogniser = DeepgramRecogniser(
            dialler: StubDialler(),
            configuration: configuration,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        let error = await #expect(throws: SpeechError.self) { try await recogniser.prepare(SpeechHints()) }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains("1 to 50 frames") == true)
        #expect(error?.message.contains("1.25") == true)
        #expect(error?.message.contains("5 to 300 seconds") == true)
    }

    @Test func asksForWhatTheCallWants() {
        let configuration = DeepgramRecogniser.Configuration(model: "nova-3")
        let request = RecognitionRequest(
            call: CallID("CA1"),
            hints: SpeechHints(keywords: ["Saltimbocca"]),
            language: "de",
            endOfTurnSilence: .milliseconds(900)
        )
        guard case .nova(let nova) = configuration.parameters(for: request) else { return #expect(Bool(false)) }
        #expect(nova.language == "de")
        #expect(nova.endpointing == 900)
        #expect(nova.keyterms == ["Saltimbocca"])
        let old = DeepgramRecogniser.Configuration(model: "nova-2-phonecall")
        guard case .nova(let older) = old.parameters(for: request) else { return #expect(Bool(false)) }
        #expect(older.keyterms.isEmpty)
    }

    private static func logger(_ handler: InMemoryLogHandler) -> Logger {
        var logger = Logger(label: "test", factory: { _ in handler })
        logger.logLevel = .trace
        return logger
    }
}
