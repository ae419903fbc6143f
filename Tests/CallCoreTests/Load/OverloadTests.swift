// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import Synchronization
import Testing

@testable import CallCore

struct OverloadTests {
    private var overload = Overload()
    private var time = Duration.zero

    private mutating func seconds(_ count: Int, lag: Int, memory: Double? = nil) {
        for _ in 0..<count {
            self.overload.note(lag: .milliseconds(lag), memory: memory, at: self.time)
            self.time += .seconds(1)
        }
    }

    @Test mutating func isOverloadedOnceTheLagHasBeenTooLongForAWhile() {
        self.seconds(60, lag: 50)
        #expect(self.overload.reasons.isEmpty)
        self.seconds(3, lag: 51)
        #expect(self.overload.reasons.isEmpty)
        self.seconds(1, lag: 51)
        #expect(self.overload.reasons == [.lag])
    }

    @Test mutating func aHiccupIsNoOverload() {
        for _ in 0..<100 {
            self.seconds(3, lag: 400)
            self.seconds(1, lag: 1)
        }
        #expect(self.overload.reasons.isEmpty)
    }

    @Test mutating func endsOnlyWhenTheLagIsHalfAsLongForAWhile() {
        self.seconds(4, lag: 80)
        self.seconds(60, lag: 25)
        #expect(self.overload.reasons == [.lag])
        for _ in 0..<20 {
            self.seconds(3, lag: 10)
            self.seconds(1, lag: 40)
        }
        #expect(self.overload.reasons == [.lag])
        self.seconds(4, lag: 24)
        #expect(self.overload.reasons.isEmpty)
    }

    @Test mutating func memoryCountsAtOnceAndEndsALittleLower() {
        self.seconds(1, lag: 0, memory: 0.9)
        #expect(self.overload.reasons.isEmpty)
        self.seconds(1, lag: 0, memory: 0.91)
        #expect(self.overload.reasons == [.memory])
        self.seconds(9, lag: 0, memory: 0.86)
        #expect(self.overload.reasons == [.memory])
        self.seconds(4, lag: 200, memory: 0.86)
        #expect(self.overload.reasons == [.memory, .lag])
        self.seconds(1, lag: 200, memory: 0.84)
        #expect(self.overload.reasons == [.lag])
        self.seconds(1, lag: 200, memory: 0.99)
        self.seconds(1, lag: 200)
        #expect(self.overload.reasons == [.lag])
    }

    @Test func turnsNewCallsAwayAndKeepsThoseOnTheLine() async throws {
        let memory = Mutex(50)
        let load = OverloadGuard(
            memory: { MemoryUse(resident: memory.withLock { $0 }, limit: 100) },
            monotonic: { .uptimeNanoseconds(0) },
            logger: .silent
        )
        let stage = CallStage(isOverloaded: { load.isOverloaded })
        try await stage.running { stage in
            let call = try await stage.open(.sample(1))
            guard case .admitted(let expected) = stage.manager.admit(.sample(2), isResumed: false) else {
                Issue.record("not admitted")
                return
            }
            memory.withLock { $0 = 95 }
            load.note(lag: .none)
            #expect(load.reasons == [.memory])
            #expect(stage.manager.snapshot.isOverloaded)
            #expect(stage.manager.admit(.sample(3), isResumed: false) == .full)
            // Who is on the line already stays, and comes back.
            #expect(stage.manager.admit(.sample(2), isResumed: false) == .admitted(expected))
            #expect(stage.manager.redeem(expected) != nil)
            for number in [1, 4] {
                guard case .admitted = stage.manager.admit(.sample(number), isResumed: true) else {
                    Issue.record("turned away")
                    return
                }
            }
            #expect(await call.session.ending == nil)
            memory.withLock { $0 = 50 }
            load.note(lag: .none)
            guard case .admitted = stage.manager.admit(.sample(3), isResumed: false) else {
                Issue.record("still turned away")
                return
            }
        }
    }
}
