// SPDX-License-Identifier: Apache-2.0

import MetricsTestKit
import NIOCore
import NIOEmbedded
import SwitchboardTesting
import Synchronization
import Testing

@testable import CallCore

/// Whatever happens to calls: every stream that was opened ends in exactly one termination, and nothing stays behind.
@Suite(.timeLimit(.minutes(5)))
struct RandomCallsTests {
    private static let policy = DialoguePolicy(
        transferNumber: "+12025550111",
        longestCall: .seconds(600),
        holdingAfter: .seconds(5)
    )

    @Test(arguments: 0..<4)
    func everyStreamEndsInExactlyOneTermination(block: Int) async throws {
        var opened = 0
        for number in 0..<100 {
            let seed = UInt64(block * 100 + number)
            opened += try await self.play(seed: seed)
        }
        // Blocks are worth something only if they have many calls.
        #expect(opened > 500, "\(opened)")
    }

    private func play(seed: UInt64) async throws -> Int {
        let metrics = TestMetrics()
        let stage = CallStage(responder: RandomCalls.responder, policy: Self.policy, metrics: metrics)
        var opened = 0
        try await stage.running { stage in
            let calls = try await stage.onLoop {
                NIOLoopBound(RandomCalls(stage, seed: seed), eventLoop: stage.loop)
            }
            var random = SeededGenerator(seed: seed &+ 1_000_000)
            for _ in 0..<Int.random(in: 20...120, using: &random) {
                try await stage.onLoop { calls.value.step() }
                if random.chance(40) { await Task.yield() }
                await stage.passes(.milliseconds(random.chance(90) ? 300 : Int.random(in: 0...70_000, using: &random)))
            }
            opened = try await stage.onLoop { calls.value.opened }
            try await self.runsOut(stage, calls, seed)
        }
        try self.checkStates(metrics, seed)
        return opened
    }

    /// Only time passes now.
    private func runsOut(_ stage: CallStage, _ calls: NIOLoopBound<RandomCalls>, _ seed: UInt64) async throws {
        for _ in 0..<8 {
            await stage.passes(.seconds(100))
            await Task.yield()
        }
        await stage.manager.forgetExpiredPasses()
        await stage.journal.flush()
        await stage.loop.run()
        let unfinished = try await stage.onLoop { calls.value.unfinished }
        #expect(unfinished == 0, "seed \(seed)")
        let left = stage.manager.state.withLock { state in
            [state.live.count, state.closing.count, state.opening.count, state.pending.count]
        }
        #expect(left == [0, 0, 0, 0], "seed \(seed)")
        self.check(await stage.store.stored.map(\.event), seed)
    }

    /// Whatever ends them, no conversation is counted in any state after its end, and none twice.
    private func checkStates(_ metrics: TestMetrics, _ seed: UInt64) throws {
        for state in CallStateMachine.State.Name.allCases {
            let values = try metrics.expectMeter("switchboard_sessions", [("state", state.rawValue)]).values
            #expect(values.last ?? 0 == 0, "seed \(seed), \(state)")
            #expect(values.allSatisfy { $0 >= 0 }, "seed \(seed), \(state)")
        }
    }

    private func check(_ events: [CallEvent], _ seed: UInt64) {
        for (call, events) in Dictionary(grouping: events, by: \.call) {
            for purpose in [StreamPurpose.conversation, .listening] {
                let started = events.count {
                    if case .streamStarted(_, _, _, _, purpose) = $0.kind { true } else { false }
                }
                let ended = events.count {
                    guard case .streamEnded(let termination, purpose) = $0.kind else { return false }
                    return termination != .neverStreamed
                }
                #expect(started == ended, "seed \(seed), call \(call), \(purpose)")
            }
        }
    }
}
