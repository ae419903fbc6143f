// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import SQLiteStore
import SwitchboardTesting
import Testing

/// How the executable ends: told to, told twice, and killed.
@Suite(.timeLimit(.minutes(3)))
struct ShutdownTests {
    @Test func movesALiveCallOnWhenItIsToldToEnd() async throws {
        try await ServingExecutable.Folder.with { folder in
            let server = try await ServingExecutable.start(in: folder, environment: ["DRAIN_SECONDS": "1"])
            try await ServingExecutable.withTwilio { twilio in
                let (call, watch) = (server.call(), CallWatch())
                async let placed = twilio.place(call, report: watch.take)
                await watch.streams()
                let shown = try await server.shownLines(of: call.sid)
                server.executable.signal(SIGTERM)
                try await server.executable.waitForLine(containing: "\"msg\":\"shutting down\"")
                try await server.poll("/api/ready", within: .milliseconds(900)) { status, body in
                    status == 503 && body.contains("draining")
                }
                try await self.answersUsefully(server, twilio)
                await watch.documents(2)
                // Twilio may take its time with asking; who is still there must be heard.
                let answeredFor = await self.timeUntilSilence(of: server)
                #expect(answeredFor > .seconds(1))
                #expect(await server.executable.status() == 0)
                try self.check(try await placed)
                let kept = try await ServingExecutable.keptLines(of: call.sid, in: folder)
                #expect(!shown.isEmpty && kept.starts(with: shown), "\(shown), \(kept)")
                let record = try await ServingExecutable.withStore(in: folder) { try await $0.call(CallID(call.sid)) }
                #expect(record?.termination == .drained)
                #expect(record?.next == .resume)
            }
        }
    }

    /// A call that comes while the server ends is asked to come back: somebody else may be there then.
    private func answersUsefully(_ server: ServingExecutable, _ twilio: SimulatedTwilio) async throws {
        var late = server.call()
        late.script.hangUpAfter = .milliseconds(500)
        let result = try await twilio.place(late)
        let document = try #require(result.documents.first)
        #expect(document.httpStatus == 200)
        #expect(!document.twiML.contains("<Pause") && document.twiML.contains("/api/calls/next?attempt=1"))
        #expect(result.violations.isEmpty, "\(result.violations)")
    }

    private func check(_ result: SimulatedCallResult) throws {
        let stream = try #require(result.streams.first)
        #expect(stream.closedBy == .server)
        #expect(stream.closeCode == 1000)
        let next = try #require(result.documents.dropFirst().first)
        #expect(next.url.contains("/api/calls/next"))
        #expect(next.httpStatus == 200)
        #expect(!next.twiML.contains("<Pause") && next.twiML.contains("/api/calls/next?attempt=1"))
    }

    private func timeUntilSilence(of server: ServingExecutable) async -> Duration {
        let begin = ContinuousClock.now
        while (try? await server.get("/api/health")) != nil { try? await Task.sleep(for: .milliseconds(10)) }
        return ContinuousClock.now - begin
    }

    /// Levels are changed, and keys are exchanged, when something is wrong; calls that drain must not be cut off by it.
    @Test func aHangupSignalWhileCallsDrainEndsNothing() async throws {
        try await ServingExecutable.Folder.with { folder in
            let server = try await ServingExecutable.start(in: folder, environment: ["DRAIN_SECONDS": "300"])
            server.executable.signal(SIGHUP)
            try await server.executable.waitForLine(containing: "\"msg\":\"log levels read again\"")
            try await ServingExecutable.withTwilio { twilio in
                let (call, watch) = (server.call(), CallWatch())
                async let placed = twilio.place(call, report: watch.take)
                await watch.streams()
                server.executable.signal(SIGTERM)
                try await server.executable.waitForLine(containing: "\"msg\":\"shutting down\"")
                // Not before the services that end first have ended.
                try await server.poll("/api/ready") { $0 == 503 && $1.contains("draining") }
                for _ in 0..<20 { _ = try await server.get("/api/health") }
                server.executable.signal(SIGHUP)
                try await server.executable.waitForLines(2, containing: "\"msg\":\"log levels read again\"")
                server.executable.signal(SIGTERM)
                #expect(await server.executable.status() == 0)
                _ = try await placed
            }
        }
    }

    @Test func aSecondSignalEndsItAtOnce() async throws {
        try await ServingExecutable.Folder.with { folder in
            let server = try await ServingExecutable.start(in: folder, environment: ["DRAIN_SECONDS": "300"])
            try await ServingExecutable.withTwilio { twilio in
                let (call, watch) = (server.call(), CallWatch())
                async let placed = twilio.place(call, report: watch.take)
                await watch.streams()
                let shown = try await server.shownLines(of: call.sid)
                server.executable.signal(SIGTERM)
                try await server.executable.waitForLine(containing: "\"msg\":\"shutting down\"")
                let begin = ContinuousClock.now
                server.executable.signal(SIGTERM)
                #expect(await server.executable.status() == 0)
                #expect(ContinuousClock.now - begin < .seconds(5))
                _ = try await placed
                #expect(try await ServingExecutable.keptLines(of: call.sid, in: folder).starts(with: shown))
            }
        }
    }

    @Test func aCallOutlivesKillMinus9() async throws {
        try await ServingExecutable.Folder.with { folder in
            try await ServingExecutable.withTwilio { twilio in
                let first = try await ServingExecutable.start(in: folder)
                let (call, watch) = (first.call(), CallWatch())
                async let placed = twilio.place(call, report: watch.take)
                await watch.streams()
                let shown = try await first.shownLines(of: call.sid)
                first.executable.signal(SIGKILL)
                _ = await first.executable.status()
                let cut = try await placed
                #expect(cut.streams.first?.closedBy == .transport)
                #expect(cut.documents.last?.url.contains("/api/calls/next") == true)

                let second = try await ServingExecutable.start(in: folder, port: first.port)
                #expect(try await ServingExecutable.keptLines(of: call.sid, in: folder) == shown)
                let resumed = try await self.resume(call, on: second, twilio)
                #expect(resumed.documents.first?.twiML.contains("<Connect><Stream") == true, "\(resumed.documents)")
                #expect(resumed.streams.first?.httpStatus == 101)
                #expect(resumed.violations.isEmpty, "\(resumed.violations)")
                second.executable.signal(SIGTERM)
                #expect(await second.executable.status() == 0)
                let kept = try await ServingExecutable.keptLines(of: call.sid, in: folder)
                #expect(kept.starts(with: shown) && kept.count == shown.count + 1, "\(kept)")
                #expect(kept.last?.contains("cut off") == true)
            }
        }
    }

    /// Twilio's question, asked once the server is back: on the loopback the first one comes too soon.
    private func resume(
        _ call: SimulatedCall,
        on server: ServingExecutable,
        _ twilio: SimulatedTwilio
    ) async throws -> SimulatedCallResult {
        var again = server.call(path: "/api/calls/next")
        again.sid = call.sid
        again.parameters["CallStatus"] = "in-progress"
        again.script.hangUpAfter = .seconds(30)
        let watch = CallWatch()
        return try await withThrowingTaskGroup(of: SimulatedCallResult?.self) { [again] tasks in
            tasks.addTask { try await twilio.place(again, report: watch.take) }
            await watch.streams()
            try await server.poll("/api/calls/\(again.sid)/transcript?format=text") { $1.contains("cut off") }
            // Cancelled, the caller hangs up.
            tasks.cancelAll()
            return try #require(try await tasks.next() ?? nil)
        }
    }
}
