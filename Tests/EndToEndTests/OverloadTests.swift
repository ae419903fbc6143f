// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOPosix
import SwitchboardTesting
import Testing

@testable import switchboard

/// More than there is room for.
@Suite(.timeLimit(.minutes(3)))
struct OverloadTests {
    @Test func callsBeyondTheLimitAreAskedQuestionsByTheCarrier() async throws {
        try await ServingExecutable.Folder.with { folder in
            let server = try await ServingExecutable.start(
                in: folder,
                environment: ["MAX_CALLS": "3", "DRAIN_SECONDS": "0"]
            )
            let results = try await self.place(6, on: server)
            let documents = results.flatMap(\.documents)
            #expect(documents.allSatisfy { $0.httpStatus == 200 }, "\(documents)")
            #expect(results.count { $0.streams.first?.httpStatus == 101 } == 3)
            for result in results where result.streams.isEmpty {
                // They say nothing, so they are asked whether somebody is there, and then sent away.
                #expect(result.verbs.count { $0.name == "Gather" } == 2, "\(result.verbs)")
                #expect(result.ending == .serverHungUp)
                #expect(result.isClean, "\(result)")
            }
            server.executable.signal(SIGTERM)
            #expect(await server.executable.status() == 0)
        }
    }

    /// Those that got a stream hang up when all others are over.
    private func place(_ count: Int, on server: ServingExecutable) async throws -> [SimulatedCallResult] {
        try await ServingExecutable.withTwilio { twilio in
            let watch = CallWatch()
            return try await withThrowingTaskGroup(of: SimulatedCallResult.self) { tasks in
                for _ in 0..<count {
                    var call = server.call()
                    call.verbPace = 1_000
                    tasks.addTask { [call] in try await twilio.place(call, report: watch.take) }
                }
                await watch.streams(3)
                var results: [SimulatedCallResult] = []
                while results.count < count, let result = try await tasks.next() {
                    results.append(result)
                    if results.count == count - 3 { tasks.cancelAll() }
                }
                return results
            }
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/stat"), "needs /proc"))
    func outlivesMoreClientsThanItHasFiles() async throws {
        try await ServingExecutable.Folder.with { folder in
            let server = try await ServingExecutable.start(
                in: folder,
                limit: "-n 80",
                environment: ["DRAIN_SECONDS": "0"]
            )
            let result = try await ServingExecutable.withTwilio { twilio in
                let (call, watch) = (server.call([.wait(.seconds(4)), .hangUp]), CallWatch())
                async let placed = twilio.place(call, report: watch.take)
                await watch.streams()
                try await self.withIdleClients(300, of: server) {
                    let share = try await self.processorShare(of: server.executable, over: .seconds(2))
                    #expect(share < 0.5, "the server spins: \(share) of a core")
                }
                return try await placed
            }
            #expect(result.isClean, "\(result.violations)")
            #expect(result.ending == .callerHungUp)
            #expect(result.streams.first?.closedBy == .twilio)
            #expect(result.streams.first?.framesUnsent == 0)
            try await server.poll("/api/health", within: .seconds(20)) { status, _ in status == 200 }
            server.executable.signal(SIGTERM)
            #expect(await server.executable.status() == 0)
        }
    }

    /// Connects and says nothing. What the server does not accept waits in its backlog.
    private func withIdleClients(
        _ count: Int,
        of server: ServingExecutable,
        _ body: () async throws -> Void
    ) async throws {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        var clients: [any Channel] = []
        for _ in 0..<count {
            clients.append(try await bootstrap.connect(host: "127.0.0.1", port: server.port).get())
        }
        let result = await Result(catching: { try await body() })
        // Those that the server has closed already are closed.
        for client in clients { try? await client.close().get() }
        try result.get()
    }

    /// How much of a core a process takes: fields 14 and 15 of proc(5)'s `stat`, in ticks of 10 ms. Here nothing but time
    /// can be awaited.
    private func processorShare(of process: Executable, over time: Duration) async throws -> Double {
        let before = try self.ticks(of: process)
        let begin = ContinuousClock.now
        try await Task.sleep(for: time)
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        return Double(try self.ticks(of: process) - before) / Double(sysconf(Int32(_SC_CLK_TCK))) / seconds
    }

    private func ticks(of process: Executable) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(process.processID)/stat", encoding: .utf8)
        let fields = try #require(text.split(separator: ")").last).split(separator: " ")
        return try #require(Int(fields[11])) + #require(Int(fields[12]))
    }
}
