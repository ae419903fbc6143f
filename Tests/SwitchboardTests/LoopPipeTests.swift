// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import switchboard

@Suite(.timeLimit(.minutes(1)))
struct LoopPipeTests {
    /// A timer that is due again as soon as it has fired.
    private final class RestlessTimer: Sendable {
        let rounds = Atomic(0)
        private let isOver = Atomic(false)

        func fire(on loop: any EventLoop) {
            self.rounds.add(1, ordering: .relaxed)
            guard !self.isOver.load(ordering: .relaxed) else { return }
            loop.assumeIsolated().scheduleTask(deadline: .now()) { self.fire(on: loop) }
        }

        func stop() { self.isOver.store(true, ordering: .relaxed) }
    }

    private func wait(for answers: Int, of pipe: LoopPipe, on loop: any EventLoop) async throws {
        while pipe.answers < answers { try await loop.submit {}.get() }
        #expect(pipe.answers == answers)
    }

    private func with(_ body: (LoopPipe, any EventLoop) async throws -> Void) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let pipe = try await LoopPipe.open(into: group.next())
        try await body(pipe, group.next())
        await pipe.close()
        try await group.shutdownGracefully()
    }

    @Test func everyKnockIsAnswered() async throws {
        try await self.with { pipe, loop in
            #expect(pipe.answers == 0)
            for number in 1...10 {
                pipe.knock()
                try await self.wait(for: number, of: pipe, on: loop)
            }
        }
    }

    @Test func aLoopWhoseTimersLeaveItNoTimeForItsSocketsDoesNotAnswer() async throws {
        try await self.with { pipe, loop in
            pipe.knock()
            try await self.wait(for: 1, of: pipe, on: loop)
            let timer = RestlessTimer()
            try await loop.submit { timer.fire(on: loop) }.get()
            pipe.knock()
            let before = timer.rounds.load(ordering: .relaxed)
            while timer.rounds.load(ordering: .relaxed) < before + 10_000 { try await loop.submit {}.get() }
            #expect(pipe.answers == 1, "it has a heartbeat, and reads nothing")
            timer.stop()
            try await self.wait(for: 2, of: pipe, on: loop)
        }
    }

    @Test func whoeverKnocksIsNeverHeldUp() async throws {
        try await self.with { pipe, loop in
            let timer = RestlessTimer()
            try await loop.submit { timer.fire(on: loop) }.get()
            for _ in 0..<100_000 { pipe.knock() }
            timer.stop()
            try await self.wait(for: 1_000, of: pipe, on: loop)
        }
    }
}
