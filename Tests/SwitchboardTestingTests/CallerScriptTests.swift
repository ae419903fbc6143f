// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import NIOPosix
import SwitchboardTesting
import TelephonyAudio
import Testing

struct CallerScriptTests {
    @Test func readsEveryStep() throws {
        let script = try CallerScript(
            parsing: """
                steps:
                  - waitForAgent
                  - waitForAgent: 1.5
                  - waitForAgent: { silence: 0.5, timeout: 30 }
                  - say: When are you open?
                  - say: { text: hello, voice: slt }
                  - audio: question.wav
                  - wait: 0.25
                  - waitForSilence: 2
                  - interrupt: stop
                  - interrupt: { text: stop, delay: 0.1, voice: awb }
                  - press: "12#"
                  - expectHeard: 3
                  - expectQuiet: 1
                  - sendText: "{}"
                  - sendBinary: [1, 2]
                  - sendRawBytes: [129]
                  - sendLargeText: 1048576
                  - sendNestedJSON: 100000
                  - sendInvalidUTF8
                  - gap: 1
                  - drop
                  - resetInMidMessage
                  - hangUp
                """
        )
        #expect(
            script.steps == [
                .waitForAgent(), .waitForAgent(silence: .milliseconds(1500)),
                .waitForAgent(silence: .milliseconds(500), timeout: .seconds(30)),
                .say("When are you open?"), .say("hello", voice: "slt"), .audioFile("question.wav"),
                .wait(.milliseconds(250)), .waitForSilence(.seconds(2)), .interrupt("stop"),
                .interrupt("stop", delay: .milliseconds(100), voice: "awb"), .press("12#"),
                .expectHeard(within: .seconds(3)), .expectQuiet(within: .seconds(1)),
                .fault(.text("{}")), .fault(.binary([1, 2])), .fault(.rawBytes([129])),
                .fault(.largeText(bytes: 1 << 20)), .fault(.nestedJSON(depth: 100_000)), .fault(.invalidUTF8),
                .fault(.gap(.seconds(1))), .fault(.drop), .fault(.resetInMidMessage), .hangUp,
            ]
        )
    }

    @Test func readsEveryAnswer() throws {
        let script = try CallerScript(
            parsing: """
                gathers:
                  - digits: "1"
                  - speech: to the kitchen
                  - speech: { text: hi, confidence: 0.4 }
                  - nothing
                  - hangUp
                records: [7.5, { seconds: 3, key: "#" }, { seconds: 2, hangUp: true }]
                dials: [no-answer, busy, completed, { completed: 8 }]
                hangUpAfter: 30
                """
        )
        #expect(
            script.gathers == [
                .digits("1"), .speech("to the kitchen"), .speech("hi", confidence: 0.4), .nothing, .hangUp,
            ]
        )
        #expect(
            script.records == [
                RecordAnswer(.milliseconds(7500)), RecordAnswer(.seconds(3), ending: .key("#")),
                RecordAnswer(.seconds(2), ending: .hangUp),
            ]
        )
        #expect(script.dials == [.noAnswer, .busy, .completed(), .completed(.seconds(8))])
        #expect(script.hangUpAfter == .seconds(30) && script.steps.isEmpty)
    }

    @Test func readsJSONToo() throws {
        let script = try CallerScript(parsing: #"{"steps": [{"say": "hi"}, "hangUp"], "dials": ["failed"]}"#)
        #expect(script == CallerScript(steps: [.say("hi"), .hangUp], dials: [.failed]))
    }

    @Test(arguments: [
        ("stepps: []", "stepps"),
        ("steps: [{ shout: hi }]", "shout"),
        ("steps: [say]", "say"),
        ("steps: [{ say: hi, wait: 1 }]", "one key"),
        ("steps: [hangUp, { wait: soon }]", "[1]"),
        ("steps: [{ say: { texts: hi } }]", "texts"),
        ("steps: [{ sendNestedJSON: -1 }]", "-1"),
        ("gathers: [{ sing: la }]", "sing"),
        ("dials: [engaged]", "engaged"),
        ("records: [{ key: '#' }]", "seconds"),
        ("[1, 2]", "Mapping"),
        ("{", "line 2"),
        ("", "Mapping"),
    ])
    func saysWhatIsWrongWithAScript(_ text: String, _ hint: String) throws {
        let error = try #require(throws: SimulationError.self) { try CallerScript(parsing: text) }
        #expect(error.code == .invalidScript)
        #expect(error.description.contains(hint), "\(error)")
    }

    @Test func askingIsAConversation() {
        #expect(
            CallerScript.asking("a", "b", voice: "v").steps == [
                .waitForAgent(), .say("a", voice: "v"), .waitForAgent(), .say("b", voice: "v"), .waitForAgent(),
                .hangUp,
            ]
        )
    }

    // MARK: What a script needs

    private func placing(
        _ steps: [CallerStep],
        synthesiser: (any SpeechSynthesiser)?
    ) async throws -> SimulationError? {
        let twilio = SimulatedTwilio(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, synthesiser: synthesiser)
        var call = SimulatedCall(url: "http://127.0.0.1:1/voice", account: .example)
        call.script.steps = steps
        do {
            _ = try await twilio.place(call)
            try await twilio.shutdown()
            return nil
        } catch {
            try await twilio.shutdown()
            return error as? SimulationError
        }
    }

    @Test func speakingNeedsAVoice() async throws {
        let missing = try await self.placing([.say("hello")], synthesiser: nil)
        #expect(missing?.code == .noVoice)
        let failing = ToneSynthesiser(failure: .init(SpeechError(.unavailable, "no model")))
        let failed = try await self.placing([.interrupt("hello")], synthesiser: failing)
        #expect(failed?.code == .noVoice && failed?.cause?.contains("no model") == true)
        #expect(try await self.placing([.wait(.seconds(1))], synthesiser: nil) == nil)
    }

    @Test func aFileMustBeThereAndBeAudio() async throws {
        let missing = try await self.placing([.audioFile("/nonexistent/x.wav")], synthesiser: nil)
        #expect(missing?.code == .unreadableAudio)
    }

    @Test func filesOfAnyRateAreBroughtToTheTelephones() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).wav")
        defer { try? FileManager.default.removeItem(at: path) }
        let tone = (0..<16_000).map { Int16($0 % 40 < 20 ? 8000 : -8000) }
        try Data(try WAVFile(sampleRate: 16_000, samples: tone).encoded()).write(to: path)
        let (result, _) = try await simulate(
            respond: { _ in .twiML(#"<Connect><Stream url="/media"/></Connect>"#) },
            configure: { call, _ in call.script.steps = [.audioFile(path.path()), .hangUp] }
        )
        let caller = result.recording.caller
        #expect(caller.count >= 8000 && caller.count <= 8480)
        #expect(LevelMeter.measure(muLaw: Array(caller.prefix(8000))).rms > -20)
    }
}
