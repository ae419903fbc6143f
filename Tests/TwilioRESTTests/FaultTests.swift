// SPDX-License-Identifier: Apache-2.0

import Foundation
import Resilience
import Testing
import Twilio
import TwilioRESTTestSupport

@testable import TwilioREST

/// What the client makes of every fault a server, a gateway or a network can have.
@Suite struct FaultTests {
    private static let call = ScriptedReply.json(Stage.callJSON(1, status: "in-progress"))

    /// Reading is repeated after these, and the second answer counts.
    private static let passing: [(name: String, reply: ScriptedReply)] = [
        ("500 JSON", .error(500, code: 20_500, "Internal")),
        ("502 HTML", .html(502)),
        ("503 empty", .answer(503, "")),
        ("closed without an answer", .close),
        ("cut in the body", .cut(200, #"{"sid":"#, announcing: 400, closes: true)),
        ("stalled in the body", .cut(200, #"{"sid":"#, announcing: 400, closes: false)),
        ("no answer", .hang),
        ("truncated JSON", .json(#"{"sid":"CA0000"#)),
        ("HTML with 200", .answer(200, "<html></html>", type: "text/html")),
        ("an array", .json("[1,2]")),
        ("no sid", .json(#"{"status":"queued"}"#)),
        ("another kind of sid", .json(#"{"sid":"RE00000000000000000000000000000001"}"#)),
        ("429", .error(429, code: 20_429, "Too Many Requests")),
    ]

    @Test(arguments: Self.passing.indices)
    func readsAgainAfterAPassingFault(_ index: Int) async throws {
        let fault = Self.passing[index]
        try await Stage.perform(replies: [fault.reply, Self.call]) { stage in
            let call = try await stage.client.calls.fetch(Stage.call)
            #expect(call.sid == Stage.call, "\(fault.name)")
            #expect(stage.server.requests.count == 2)
            #expect(stage.observer.attempts.map(\.number) == [1, 2])
            #expect(stage.observer.attempts[0].retriesAfter != nil)
            #expect(stage.observer.attempts[1].error == nil)
        }
    }

    @Test(arguments: Self.passing.indices)
    func readsAtMostAsOftenAsConfigured(_ index: Int) async throws {
        let fault = Self.passing[index]
        var configuration = Stage.configuration()
        configuration.retries.attempts = 3
        try await Stage.perform(configuration, replies: Array(repeating: fault.reply, count: 9)) { stage in
            await #expect(throws: TwilioRESTError.self, "\(fault.name)") {
                try await stage.client.calls.fetch(Stage.call)
            }
            #expect(stage.server.requests.count == 3)
        }
    }

    private static let lasting: [(reply: ScriptedReply, code: TwilioRESTError.Code)] = [
        (.error(400, code: 20_001, "Bad"), .refused),
        (.error(401, code: 20_003, "Authenticate"), .unauthorised),
        (.error(403, code: 20_003, "Permission Denied"), .forbidden),
        (.error(404, code: 20_404, "Not found"), .notFound),
        (.answer(405, ""), .refused),
        (.answer(302, "", headers: ["Location: https://evil.example.com/"]), .redirected),
        (.answer(200, String(repeating: " ", count: 5 << 20)), .answerTooLarge),
        (.answer(410, "<xml/>", type: "text/xml"), .refused),
    ]

    @Test(arguments: Self.lasting.indices)
    func doesNotRepeatWhatWillNotGetBetter(_ index: Int) async throws {
        let (reply, code) = Self.lasting[index]
        try await Stage.perform(replies: [reply, Self.call]) { stage in
            let error = await #expect(throws: TwilioRESTError.self) { try await stage.client.calls.fetch(Stage.call) }
            #expect(error?.code == code)
            #expect(stage.server.requests.count == 1)
        }
    }

    private static let retryAfter: [(header: String, wait: Duration)] = [
        ("Retry-After: 7", .seconds(7)),
        ("Retry-After: 0", .zero),
        ("Retry-After: Thu, 01 Jan 2026 00:00:09 GMT", .seconds(9)),
        ("Retry-After: Wed, 31 Dec 2025 00:00:00 GMT", .zero),
        ("Retry-After: 86400", .seconds(20)),
        ("Retry-After: soon", .zero),
        ("Retry-After: -3", .zero),
        ("X-Other: 1", .zero),
    ]

    @Test(arguments: Self.retryAfter.indices)
    func waitsAsLongAsTwilioAsks(_ index: Int) async throws {
        let (header, wait) = Self.retryAfter[index]
        let limited = ScriptedReply.error(429, code: 20_429, "Too Many Requests", headers: [header])
        try await Stage.perform(replies: [limited, Self.call]) { stage in
            _ = try await stage.client.calls.fetch(Stage.call)
            // The backoff comes on top, so that clients that were told the same do not come together.
            #expect(stage.clock.waits == [wait + .milliseconds(250)])
        }
    }

    @Test func aServerThatIsNotThereIsUnreachable() async throws {
        let client = TwilioClient(
            credentials: .authToken(account: Stage.account, token: Stage.token),
            // Nobody listens on port 1.
            endpoint: try TwilioEndpoint(url: "http://127.0.0.1:1"),
            configuration: Stage.configuration(),
            clock: ScriptClock()
        )
        let error = await #expect(throws: TwilioRESTError.self) { try await client.calls.fetch(Stage.call) }
        #expect(error?.code == .unreachable)
        // Nothing was sent, so there is nothing to look for.
        guard case .failed(let failure) = await client.calls.create(Stage.newCall) else {
            Issue.record("nothing can have happened")
            return
        }
        #expect(failure.code == .unreachable || failure.code == .breakerOpen)
        try await client.shutdown()
    }

    @Test func deletingTwiceIsDeleting() async throws {
        let replies: [ScriptedReply] = [.close, .error(404, code: 20_404, "Not found")]
        try await Stage.perform(replies: replies) { stage in
            try await stage.client.recordings.delete(Stage.recording)
            #expect(stage.server.requests.map(\.method) == ["DELETE", "DELETE"])
        }
        try await Stage.perform(replies: [.error(404, code: 20_404, "Not found")]) { stage in
            let error = await #expect(throws: TwilioRESTError.self) {
                try await stage.client.recordings.delete(Stage.recording)
            }
            #expect(error?.code == .notFound)
        }
        try await Stage.perform(replies: [.noContent]) { try await $0.client.recordings.delete(Stage.recording) }
    }

    @Test func cancellationEndsARequest() async throws {
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        try await Stage.perform { _, _, _ in
            arrived.yield()
            return .hang
        } _: { stage in
            let client = stage.client
            let request = Task { try await client.calls.fetch(Stage.call) }
            for await _ in arrivals { break }
            request.cancel()
            let error = await #expect(throws: TwilioRESTError.self) { try await request.value }
            #expect(error?.code == .cancelled)
            #expect(stage.server.requests.count == 1)
        }
    }
}
