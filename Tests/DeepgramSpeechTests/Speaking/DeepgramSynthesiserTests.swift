// SPDX-License-Identifier: Apache-2.0

import AuraTestSupport
import CallCore
import CoreMetrics
import Deepgram
import DeepgramSpeech
import Foundation
import MetricsTestKit
import NIOCore
import Resilience
import SwitchboardTesting
import Testing

@Suite(.timeLimit(.minutes(2))) struct DeepgramSynthesiserTests {
    private static let sound = ToneSynthesiser().audio(of: "good day")

    /// Speaks every text in tones.
    private static func talking() async throws -> ScriptedAura {
        try await ScriptedAura { request in
            let body = try? JSONDecoder().decode([String: String].self, from: Data(request.body.utf8))
            return AuraStep.sound(ToneSynthesiser().audio(of: body?["text"] ?? ""))
        }
    }

    @Test(arguments: SynthesiserConformance.checks)
    func keepsThePromise(_ check: SynthesiserConformance.Check) async throws {
        let synthesiser = try SynthesisStage.synthesiser(try await Self.talking())
        try await check.run(on: .init(synthesiser: synthesiser, eventLoop: SynthesisStage.eventLoop))
    }

    @Test func deliversTheFirstSoundBeforeTheRestHasCome() async throws {
        let server = try await ScriptedAura { _ in
            [AuraStep.sound([])[0], .chunk(Self.sound), .hold, .chunk(Self.sound), .end]
        }
        let stage = try await SynthesisStage(by: SynthesisStage.synthesiser(server))
        await stage.heard(Self.sound.count)
        #expect(stage.log.events.allSatisfy { if case .audio = $0 { true } else { false } })
        server.go()
        let end = await stage.ended()
        #expect(end.error == nil)
        #expect(end.audio == Self.sound + Self.sound)
    }

    @Test func speaksALongTextInPiecesOneAfterTheOther() async throws {
        let server = try await Self.talking()
        let sentence = "This is a sentence of the long story that we tell. "
        let text = String(repeating: sentence, count: 100)
        let end = try await SynthesisStage(text, by: SynthesisStage.synthesiser(server)).ended()
        #expect(end.error == nil)
        #expect(end.audio == ToneSynthesiser().audio(of: text))
        #expect(server.requests.events.count == 3)
    }

    @Test(arguments: [429, 500, 503]) func triesAgainBeforeTheFirstSound(status: Int) async throws {
        let server = try await ScriptedAura { request in
            request.number < 3 ? AuraStep.refusal(status) : AuraStep.sound(Self.sound)
        }
        let end = try await SynthesisStage(by: SynthesisStage.synthesiser(server)).ended()
        #expect(end.error == nil)
        #expect(end.audio == Self.sound)
        #expect(server.requests.events.count == 3)
    }

    @Test func triesAgainWhenTheConnectionBreaksBeforeTheFirstSound() async throws {
        let server = try await ScriptedAura { request in
            switch request.number {
            case 1: [.reset]
            case 2: [AuraStep.sound([])[0], .close]
            default: AuraStep.sound(Self.sound)
            }
        }
        let end = try await SynthesisStage(by: SynthesisStage.synthesiser(server)).ended()
        #expect(end.error == nil)
        #expect(end.audio == Self.sound)
    }

    @Test func doesNotRepeatWhatWasHeard() async throws {
        let server = try await ScriptedAura { _ in [AuraStep.sound([])[0], .chunk(Self.sound), .hold, .close] }
        let stage = try await SynthesisStage(by: SynthesisStage.synthesiser(server))
        await stage.heard(Self.sound.count)
        server.go()
        let end = await stage.ended()
        #expect(end.error?.code == .unavailable)
        #expect(end.audio == Self.sound)
        #expect(server.requests.events.count == 1)
    }

    @Test func givesUpAfterItsAttempts() async throws {
        let server = try await ScriptedAura { _ in AuraStep.refusal(500) }
        let end = try await SynthesisStage(by: SynthesisStage.synthesiser(server)).ended()
        #expect(end.error?.code == .unavailable)
        #expect(server.requests.events.count == 3)
    }

    @Test func doesNotWaitLongerThanACallerWould() async throws {
        let server = try await ScriptedAura { _ in AuraStep.refusal(503, [("retry-after", "120")]) }
        let synthesiser = try SynthesisStage.synthesiser(server) { $0.retries.totalTime = .seconds(4) }
        #expect(try await SynthesisStage(by: synthesiser).ended().error?.code == .unavailable)
        // And leaves Deepgram alone for as long as it asked.
        let second = try await SynthesisStage(by: synthesiser).ended()
        #expect(second.error?.code == .unavailable)
        #expect(server.requests.events.count == 1)
        #expect(synthesiser.status.state == .down)
    }

    @Test(arguments: [401, 402, 403]) func stopsAskingWhenTheCredentialIsRefused(status: Int) async throws {
        let server = try await ScriptedAura { _ in AuraStep.refusal(status) }
        let synthesiser = try SynthesisStage.synthesiser(server)
        #expect(try await SynthesisStage(by: synthesiser).ended().error?.code == .unauthorised)
        #expect(try await SynthesisStage(by: synthesiser).ended().error?.code == .unavailable)
        #expect(server.requests.events.count == 1)
        #expect(synthesiser.status.state == .down)
    }

    @Test func keepsAskingAfterAWrongText() async throws {
        let server = try await ScriptedAura { _ in AuraStep.refusal(422) }
        let synthesiser = try SynthesisStage.synthesiser(server)
        for _ in 0..<10 {
            #expect(try await SynthesisStage(by: synthesiser).ended().error?.code == .invalidRequest)
        }
        #expect(server.requests.events.count == 10)
        #expect(try await SynthesisStage(voice: "rms", by: synthesiser).ended().error?.code == .invalidRequest)
        let long = String(repeating: "a ", count: 10_000)
        #expect(try await SynthesisStage(long, by: synthesiser).ended().error?.code == .invalidRequest)
        #expect(server.requests.events.count == 10)
    }

    @Test func cutsTheRequestOffWhenTheCallerCutsIn() async throws {
        let server = try await ScriptedAura { _ in
            [AuraStep.sound([])[0], .chunk(Self.sound), .hold, .chunk(Self.sound), .end]
        }
        let synthesiser = try SynthesisStage.synthesiser(server)
        let stage = try await SynthesisStage(by: synthesiser)
        await stage.heard(Self.sound.count)
        try await stage.cancel()
        try await stage.cancel()
        await server.ended.wait { $0 == [1] }
        server.go()
        #expect(SynthesisStage.audio(stage.log.events) == Self.sound)
        #expect(stage.log.events.allSatisfy { if case .audio = $0 { true } else { false } })
        #expect(synthesiser.status.sessions == 0)
    }

    @Test func asksForNoMoreAfterACancelledWait() async throws {
        let server = try await ScriptedAura { _ in AuraStep.refusal(500) }
        let synthesiser = try SynthesisStage.synthesiser(server) {
            $0.retries.backoff = Backoff(first: .seconds(50), cap: .seconds(50), jitter: .none)
        }
        let stage = try await SynthesisStage(by: synthesiser)
        await server.written.wait { $0.count == 1 }
        try await stage.cancel()
        #expect(stage.log.events.isEmpty)
        #expect(synthesiser.status.sessions == 0)
    }

    @Test func letsOnlySoManySpeakAtOnce() async throws {
        let server = try await ScriptedAura { _ in [.hold] + AuraStep.sound(Self.sound) }
        let synthesiser = try SynthesisStage.synthesiser(server) {
            $0.concurrentRequests = 2
            $0.waitingRequests = 2
        }
        var stages: [SynthesisStage] = []
        for _ in 0..<5 { stages.append(try await SynthesisStage(by: synthesiser)) }
        #expect(await stages[4].ended().error?.code == .overloaded)
        #expect(synthesiser.status.state == .lagging)
        await server.requests.wait { $0.count == 2 }
        // One that waits goes away, the other comes in when there is room.
        try await stages[2].cancel()
        server.go()
        await server.requests.wait { $0.count == 3 }
        server.go()
        server.go()
        for stage in [stages[0], stages[1], stages[3]] { #expect(await stage.ended().error == nil) }
        #expect(server.requests.events.count == 3)
        #expect(synthesiser.status.sessions == 0)
        #expect(stages[2].log.events.isEmpty)
    }

    @Test func waitsOnlySoLongForItsTurn() async throws {
        let server = try await ScriptedAura { _ in [.hold] + AuraStep.sound(Self.sound) }
        let synthesiser = try SynthesisStage.synthesiser(server) {
            $0.concurrentRequests = 1
            $0.waitTime = .milliseconds(20)
        }
        let first = try await SynthesisStage(by: synthesiser)
        #expect(try await SynthesisStage(by: synthesiser).ended().error?.code == .overloaded)
        server.go()
        #expect(await first.ended().error == nil)
        // The place is free again.
        server.go()
        #expect(try await SynthesisStage(by: synthesiser).ended().error == nil)
    }

    @Test func countsWhatItDoes() async throws {
        let server = try await ScriptedAura { request in
            request.number == 2 ? AuraStep.sound(Self.sound) : AuraStep.refusal(request.number == 1 ? 500 : 422)
        }
        let metrics = TestMetrics()
        let synthesiser = try SynthesisStage.synthesiser(server, metrics: metrics)
        for _ in 0..<2 { _ = try await SynthesisStage(by: synthesiser).ended() }
        let engine = [("engine", "deepgram")]
        #expect(try metrics.expectCounter("switchboard_engine_speech_requests_total", engine).totalValue == 2)
        #expect(try metrics.expectCounter("switchboard_engine_speech_retries_total", engine).totalValue == 1)
        let failures = engine + [("code", "invalid_parameters")]
        #expect(try metrics.expectCounter("switchboard_engine_speech_failures_total", failures).totalValue == 1)
        #expect(try metrics.expectTimer("switchboard_engine_speech_first_audio_seconds", engine).values.count == 1)
    }
}
