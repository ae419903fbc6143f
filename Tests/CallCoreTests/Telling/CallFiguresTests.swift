// SPDX-License-Identifier: Apache-2.0

import InMemoryLogging
import Logging
import MetricsTestKit
import NIOCore
import Testing

@testable import CallCore

/// What a call leaves in the metrics and in its last line of the log.
struct CallFiguresTests {
    private let metrics = TestMetrics()
    private let logs = InMemoryLogHandler()

    private var stage: CallStage {
        CallStage(metrics: self.metrics, logger: Logger(label: "test") { [logs] _ in logs })
    }

    @Test func aConversationLeavesOneLineWithItsMoments() async throws {
        try await self.stage.running { stage in
            let call = try await stage.open()
            try await self.talk(stage, call)
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
        }
        let line = try #require(self.lines.first)
        #expect(self.lines.count == 1)
        #expect(line.message == "call ended")
        let facts = line.metadata.mapValues { "\($0)" }
        let expected = [
            "call.sid": CallInfo.sample().id.rawValue, "stream.sid": "MZ1", "stream.purpose": "conversation",
            "stream.resumed": "false", "call.direction": "inbound", "call.result": "success",
            "call.reason": "caller_hung_up", "call.next": "hang_up", "call.duration_ms": "3700",
            "first.voice_ms": "0", "first.words_ms": "1900", "first.reply_ms": "2100", "turn.count": "1",
            "turn.p50_ms": "900", "turn.max_ms": "900", "turn.interruptions": "0", "words.caller": "4",
            "words.agent": "9", "words.confidence_mean": "0.9", "audio.lost_ms": "0", "speech.failures": "0",
            "engine.recogniser": "ears", "engine.synthesiser": "tone", "engine.outages": "0",
            "engine.outage_ms": "0", "engine.reconnects": "0", "media.frames": "0", "media.frames_sent": "135",
            "media.frames_missing": "0", "media.frames_dropped": "0", "media.disbelieved": "0",
        ]
        for (key, value) in expected { #expect(facts[key] == value, "\(key)") }
        #expect(Set(facts.keys) == Set(expected.keys))
    }

    @Test func everyStageOfATurnIsTimedOnce() async throws {
        try await self.stage.running { stage in
            let call = try await stage.open()
            try await self.talk(stage, call)
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
        }
        #expect(try self.times(.recognition) == [900])
        #expect(try self.times(.response) == [0])
        #expect(try self.times(.synthesis) == [0])
        #expect(try self.times(.total) == [900])
        // The first piece of 200 ms.
        #expect(try self.times(.playback) == [200])
    }

    @Test func wordsOfBothAreCounted() async throws {
        try await self.stage.running { stage in
            let call = try await stage.open()
            try await self.talk(stage, call)
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
        }
        #expect(try self.metrics.expectCounter("switchboard_words_total", [("speaker", "caller")]).totalValue == 4)
        #expect(try self.metrics.expectCounter("switchboard_words_total", [("speaker", "agent")]).totalValue == 9)
    }

    @Test func cuttingInIsAnInterruptionAndHangingUpIsNone() async throws {
        try await self.stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.milliseconds(650))
            try await stage.ears(.speechStarted(at: .zero))
            try await stage.ears(.speechStarted(at: .zero))
            try await stage.callerSays("a table please")
            await stage.untilSaying("we are open", in: call)
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
        }
        #expect(try self.metrics.expectCounter("switchboard_interruptions_total").totalValue == 1)
        #expect("\(try #require(self.lines.first).metadata["turn.interruptions"] ?? "")" == "1")
    }

    @Test func aStreamThatIsFollowedByAnotherSaysSo() async throws {
        try await self.stage.running { stage in
            let first = try await stage.open()
            await stage.passes(.seconds(2))
            try await stage.onLoop { first.session.assumeIsolated { $0.connectionClosed() } }
            _ = await stage.untilEnded(first)
            let second = try await stage.open(resumed: true, stream: "MZ2")
            await stage.passes(.seconds(2))
            try await stage.onLoop { second.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(second)
        }
        #expect(self.lines.map { "\($0.message)" } == ["stream ended", "call ended"])
        #expect(self.lines.map { "\($0.metadata["stream.resumed"] ?? "")" } == ["false", "true"])
        #expect(self.lines.map { "\($0.metadata["call.next"] ?? "")" } == ["resume", "hang_up"])
    }

    @Test func engineOutagesAndLossesAreTold() async throws {
        try await self.stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.seconds(2))
            try await stage.ears(.suspended(at: .zero))
            await stage.passes(.seconds(3))
            try await stage.ears(.resumed(at: .zero))
            try await stage.ears(.audioLost(.milliseconds(400), at: .zero))
            try await stage.ears(.suspended(at: .zero))
            await stage.passes(.seconds(1))
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
        }
        let facts = try #require(self.lines.first).metadata.mapValues { "\($0)" }
        #expect(facts["engine.outages"] == "2")
        #expect(facts["engine.outage_ms"] == "4000")
        #expect(facts["audio.lost_ms"] == "400")
    }

    @Test func inWordsThereIsNoConfidenceAndAPauseOnlyWhereTheCarrierTellsOfIt() async throws {
        try await self.stage.running { stage in
            let call = try await stage.openRelay()
            try await stage.hearsItAll(call)
            try await stage.callerSays("when are you open", in: call)
            await stage.untilSaying("we are open", in: call)
            try await stage.hearsItAll(call)
            try await stage.tells(call) { $0.callerSpeaks(true) }
            try await stage.tells(call) { $0.callerSpeaks(false) }
            await stage.passes(.milliseconds(300))
            try await stage.callerSays("and on sundays", in: call)
            await stage.untilSaying("we are open", in: call)
            try await stage.hearsItAll(call)
            try await stage.tells(call) { $0.sessionClosed() }
            _ = await stage.untilEnded(call)
        }
        #expect(try self.times(.recognition) == [300])
        #expect(try self.times(.total) == [300])
        #expect(try self.times(.response) == [0, 0])
        #expect(try self.times(.playback) == [])
        let line = try #require(self.lines.first)
        let facts = line.metadata.mapValues { "\($0)" }
        #expect(line.message == "call ended")
        #expect(facts["words.confidence_mean"] == nil)
        #expect(facts["turn.count"] == "2")
        #expect(facts["words.caller"] == "7")
        #expect(facts["engine.recogniser"] == "conversation-relay")
        #expect(facts["first.reply_ms"] != nil)
        #expect(facts["media.frames"] == nil)
    }

    @Test func aConversationIsInOneStateAtATime() async throws {
        try await self.stage.running { stage in
            let call = try await stage.open()
            #expect(self.states == ["speaking": 1])
            await stage.passes(.milliseconds(900))
            #expect(self.states == ["listening": 1])
            let other = try await stage.open(.sample(2), stream: "MZ2")
            #expect(self.states == ["listening": 1, "speaking": 1])
            for call in [call, other] {
                try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            }
            _ = await stage.untilEnded(call)
            _ = await stage.untilEnded(other)
            #expect(self.states == [:])
        }
    }

    /// 900 ms of greeting, a question whose end is at 1 s, and the whole answer.
    private func talk(_ stage: CallStage, _ call: CallStage.Call) async throws {
        await stage.passes(.milliseconds(1_900))
        try await stage.callerSays("when are you open")
        await stage.untilSaying("we are open", in: call)
        await stage.passes(.milliseconds(1_800))
        #expect(await call.session.state == .listening)
    }

    private var lines: [InMemoryLogHandler.Entry] {
        self.logs.entries.filter { ["call ended", "stream ended"].contains("\($0.message)") }
    }

    /// In milliseconds.
    private func times(_ stage: TurnStage) throws -> [Int64] {
        let timer = try self.metrics.expectTimer("switchboard_turn_latency_seconds", [("stage", stage.rawValue)])
        return timer.values.map { $0 / 1_000_000 }
    }

    private var states: [String: Double] {
        let names = CallStateMachine.State.Name.allCases.map(\.rawValue)
        return Dictionary(
            uniqueKeysWithValues: names.compactMap { name in
                let meter = try? self.metrics.expectMeter("switchboard_sessions", [("state", name)])
                guard let value = meter?.lastValue, value != 0 else { return nil }
                return (name, value)
            }
        )
    }
}
