// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOHTTP1
import Resilience
import SupabaseTestSupport
import Testing

@testable import SupabaseStore

/// What goes over the wire, and the bounds of it.
@Suite(.timeLimit(.minutes(5))) struct TransportTests {
    private static let arguments = Array("{}".utf8)

    @Test func aRequestIsAPOSTToAFunctionWithOneArgument() async throws {
        try await SupabaseStage.perform { stage in
            let answer = try await stage.functions.call("switchboard_append", Array(#"{"a":[1,"ü"]}"#.utf8))
            #expect(String(decoding: answer, as: UTF8.self) == #"{"a":[1,"ü"]}"#)
            let request = try #require(stage.supabase.requests.first)
            #expect(request.method == .POST)
            #expect(request.target == "/rest/v1/rpc/switchboard_append")
            #expect(String(decoding: request.body, as: UTF8.self) == #"{"argument":{"a":[1,"ü"]}}"#)
            #expect(request.header("apikey") == TestKeys.secret)
            #expect(request.header("authorization") == nil)
            #expect(request.header("accept") == "application/json")
            #expect(request.header("content-type") == "application/json")
            #expect(request.header("user-agent") == "switchboard-store/1")
            #expect(request.header("content-encoding") == nil)
            #expect(request.header("prefer") == nil)
        }
    }

    @Test func aRepetitionSaysWhichItIs() async throws {
        try await SupabaseStage.perform { stage in
            stage.supabase.plan([.poolTimeout, .poolTimeout])
            _ = try await stage.functions.call("switchboard_append", Self.arguments)
            #expect(stage.supabase.requests.map { $0.header("X-Retry-Count") } == [nil, "1", "2"])
        }
    }

    @Test func moreThanTheBoundNeverRunAtOnce() async throws {
        try await SupabaseStage.perform {
            $0.concurrentRequests = 3
        } _: { stage in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask { _ = try await stage.functions.call("switchboard_append", Self.arguments) }
                }
                try await group.waitForAll()
            }
            #expect(stage.supabase.requests.count == 40)
            #expect(stage.supabase.peak <= 3)
            #expect(stage.log.peak <= 3)
            #expect(stage.supabase.connectionCount <= 3)
            #expect(stage.functions.inFlight == 0)
        }
    }

    @Test func whoWaitsTooLongForItsTurnIsTold() async throws {
        try await SupabaseStage.perform {
            $0.concurrentRequests = 1
            $0.waitingRequests = 1
            $0.longestWait = .seconds(5)
        } _: { stage in
            stage.supabase.plan([.hangsBefore])
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await stage.functions.call("switchboard_append", Self.arguments) }
                while stage.supabase.requests.isEmpty { await Task.yield() }
                // The clock lets five seconds pass at once.
                let error = try await #require(throws: StoreError.self) {
                    _ = try await stage.functions.call("switchboard_append", Self.arguments)
                }
                #expect(error.code == .unavailable)
                #expect((error.cause as? SupabaseError)?.code == .failed(.overloaded))
                stage.clock.expire()
                try await group.waitForAll()
            }
            #expect(stage.functions.inFlight == 0)
        }
    }

    @Test func whoIsOneTooManyIsToldAtOnce() async throws {
        try await SupabaseStage.perform {
            $0.concurrentRequests = 1
            $0.waitingRequests = 0
        } _: { stage in
            stage.supabase.plan([.hangsBefore])
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await stage.functions.call("switchboard_append", Self.arguments) }
                while stage.supabase.requests.isEmpty { await Task.yield() }
                let error = try await #require(throws: StoreError.self) {
                    _ = try await stage.functions.call("switchboard_append", Self.arguments)
                }
                #expect((error.cause as? SupabaseError)?.code == .failed(.overloaded))
                stage.clock.expire()
                try await group.waitForAll()
            }
        }
    }

    @Test func aCancelledRequestEndsAtOnceAndLeavesItsPlace() async throws {
        try await SupabaseStage.perform {
            $0.concurrentRequests = 1
        } _: { stage in
            stage.supabase.plan([.hangsBefore])
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await #expect(throws: CancellationError.self) {
                        try await stage.functions.call("switchboard_append", Self.arguments)
                    }
                }
                while stage.supabase.requests.isEmpty { await Task.yield() }
                group.cancelAll()
            }
            _ = try await stage.functions.call("switchboard_append", Self.arguments)
            #expect(stage.functions.inFlight == 0)
            #expect(stage.functions.health.state == .closed)
        }
    }

    @Test func aRequestLargerThanTheBoundIsNotSent() async throws {
        try await SupabaseStage.perform {
            $0.maximumRequestBytes = 1_000
        } _: { stage in
            let text = "\"" + String(repeating: "a", count: 990) + "\""
            let error = try await #require(throws: StoreError.self) {
                _ = try await stage.functions.call("switchboard_append", Array(text.utf8))
            }
            #expect(error.code == .rejected)
            #expect(error.wantsSmallerBatch)
            #expect(stage.supabase.requests.isEmpty)
        }
    }

    @Test(arguments: [false, true])
    func anAnswerLargerThanTheBoundIsNotRead(isChunked: Bool) async throws {
        let long = Array(("\"" + String(repeating: "a", count: 5_000) + "\"").utf8)
        let database = ClosureDatabase { _, _ in .value(long) }
        try await SupabaseStage.perform(SimulatedSupabase(database, isChunked: isChunked)) {
            $0.maximumAnswerBytes = 5_000
        } _: { stage in
            let error = try await #require(throws: StoreError.self) {
                _ = try await stage.functions.call("switchboard_append", Self.arguments)
            }
            #expect((error.cause as? SupabaseError)?.code == .failed(.answerTooLong))
            #expect(error.code == .unreadable)
            #expect(stage.supabase.requests.count == 1)
        }
    }

    @Test func aLongAnswerInChunksComesWhole() async throws {
        let long = Array(("\"" + String(repeating: "abcdefgh", count: 250_000) + "\"").utf8)
        let database = ClosureDatabase { _, _ in .value(long) }
        try await SupabaseStage.perform(SimulatedSupabase(database, isChunked: true)) { stage in
            let answer = try await stage.functions.call("switchboard_append", Self.arguments)
            #expect(answer == long)
        }
    }

    @Test func nobodyListening() async throws {
        var configuration = try SupabaseStage.configuration(url: "http://127.0.0.1:1")
        configuration.retries.attempts = 3
        let log = SupabaseLog()
        let functions = SupabaseFunctions(configuration, clock: SupabaseClock(), observer: log)
        let error = try await #require(throws: StoreError.self) { try await functions.ping() }
        #expect(error.code == .unavailable)
        #expect(log.outcomes == [.notConnected, .notConnected, .notConnected])
        await functions.close()
    }

    @Test func aProjectWhoseNameIsGoneIsSaidToBePausedOrDeleted() async throws {
        // RFC 6761: names under .invalid never exist.
        var configuration = try SupabaseStage.configuration(url: "https://abcdefghijklmnopqrst.invalid")
        configuration.retries = .never
        let functions = SupabaseFunctions(configuration, clock: SupabaseClock())
        let error = try await #require(throws: StoreError.self) { try await functions.ping() }
        #expect((error.cause as? SupabaseError)?.code == .failed(.hostUnknown))
        #expect(error.message.contains("paused or deleted"))
        await functions.close()
    }

    @Test func whatIsAskedAfterClosingIsUnavailable() async throws {
        try await SupabaseStage.perform { stage in
            try await stage.functions.ping()
            await stage.functions.close()
            let error = try await #require(throws: StoreError.self) { try await stage.functions.ping() }
            #expect(error.code == .unavailable)
            await stage.functions.close()
        }
    }

    @Test(arguments: ["", "../secrets", "a?b", "a/b", "A", "drop table"])
    func onlyNamesOfFunctionsAreCalled(_ name: String) async throws {
        try await SupabaseStage.perform { stage in
            let error = try await #require(throws: StoreError.self) {
                _ = try await stage.functions.call(name, Self.arguments)
            }
            #expect(error.code == .invalidQuery)
            #expect(stage.supabase.requests.isEmpty)
        }
    }
}
