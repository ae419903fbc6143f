// SPDX-License-Identifier: Apache-2.0

import Foundation
import Resilience
import Testing
import Twilio
import TwilioRESTTestSupport

@testable import TwilioREST

/// Nobody is ever called twice because an answer was lost.
@Suite struct CallCreationTests {
    private static let created = ScriptedReply.answer(201, Stage.callJSON(7))
    private static let nothing = ScriptedReply.json(#"{"calls":[],"next_page_uri":null}"#)

    private static func calls(_ calls: String...) -> ScriptedReply {
        .json(#"{"calls":[\#(calls.joined(separator: ","))],"next_page_uri":null}"#)
    }

    /// After these it is not known whether Twilio took the order.
    private static let doubtful: [ScriptedReply] = [
        .hang, .close, .cut(201, #"{"sid":"CA"#, announcing: 400, closes: true),
        .cut(201, #"{"sid":"CA"#, announcing: 400, closes: false), .html(500), .html(502), .answer(503, ""),
        .error(500, code: 20_500, "Internal"), .answer(201, "<html></html>"), .answer(201, #"{"sid":"CA00"#),
        .answer(200, "{}"), .answer(307, ""), .answer(408, ""), .answer(201, String(repeating: " ", count: 5 << 20)),
    ]

    private static func posts(_ stage: Stage) -> Int {
        stage.server.requests.filter { $0.method == "POST" }.count
    }

    @Test func makesACall() async throws {
        try await Stage.perform(replies: [Self.created]) { stage in
            let call = try await stage.client.calls.create(Stage.newCall).get()
            #expect(call.sid == CallSID("CA00000000000000000000000000000007"))
            #expect(call.status == .queued)
            let request = try #require(stage.server.requests.first)
            #expect(request.target == "/2010-04-01/Accounts/\(Stage.account)/Calls.json")
            #expect(try request.form()["To"] == "+14155550100")
            #expect(String(decoding: request.body, as: UTF8.self).contains("To=%2B14155550100"))
            #expect(request.header("content-type") == "application/x-www-form-urlencoded")
            #expect(request.header("accept") == "application/json")
            #expect(request.header("user-agent") == "Switchboard-TwilioREST/1")
            let expected = Data("\(Stage.account):\(Stage.token)".utf8).base64EncodedString()
            #expect(request.header("authorization") == "Basic \(expected)")
        }
    }

    @Test(arguments: Self.doubtful.indices)
    func withoutASearchAnUncertainOutcomeIsUnknownAndNotRepeated(_ index: Int) async throws {
        try await Stage.perform(replies: [Self.doubtful[index]]) { stage in
            guard case .unknown(let error) = await stage.client.calls.create(Stage.newCall, resolving: nil) else {
                Issue.record("it is not known")
                return
            }
            #expect(error.code == .outcomeUnknown)
            #expect(error.cause is TwilioRESTError)
            #expect(stage.server.requests.count == 1)
        }
    }

    @Test(arguments: Self.doubtful.indices)
    func findsTheCallThatWasMade(_ index: Int) async throws {
        let made = Stage.callJSON(7, status: "ringing", created: "Thu, 01 Jan 2026 00:00:01 +0000")
        let replies = [Self.doubtful[index], Self.nothing, Self.nothing, Self.calls(made), Self.nothing]
        try await Stage.perform(replies: replies) { stage in
            let call = try await stage.client.calls.create(Stage.newCall).get()
            #expect(call.sid == CallSID("CA00000000000000000000000000000007"))
            #expect(Self.posts(stage) == 1)
            #expect(stage.clock.waits == [.seconds(2), .seconds(4)])
            let list = try #require(try stage.server.requests.dropFirst().first?.query())
            #expect(list["To"] == "+14155550100")
            #expect(list["From"] == "+14155550123")
            #expect(list["StartTime>"] == "2025-12-31T23:59:00Z")
            #expect(try stage.server.requests[2].query()["Status"] == "queued")
        }
    }

    @Test func findsACallThatIsStillQueued() async throws {
        let replies = [.close, Self.nothing, Self.calls(Stage.callJSON(7))]
        try await Stage.perform(replies: replies) { stage in
            let call = try await stage.client.calls.create(Stage.newCall).get()
            #expect(call.status == .queued)
            #expect(Self.posts(stage) == 1)
        }
    }

    @Test(arguments: Self.doubtful.indices)
    func ordersAgainOnceWhenTheCallIsNowhere(_ index: Int) async throws {
        let looks = Array(repeating: Self.nothing, count: 6)
        try await Stage.perform(replies: [Self.doubtful[index]] + looks + [Self.created]) { stage in
            let call = try await stage.client.calls.create(Stage.newCall).get()
            #expect(call.sid == CallSID("CA00000000000000000000000000000007"))
            #expect(Self.posts(stage) == 2)
            #expect(stage.clock.waits == [.seconds(2), .seconds(4), .seconds(6)])
        }
    }

    @Test func failsWhenTheSecondOrderIsNowhereEither() async throws {
        let looks = Array(repeating: Self.nothing, count: 6)
        try await Stage.perform(replies: [.html(500)] + looks + [.html(502)] + looks) { stage in
            guard case .failed(let error) = await stage.client.calls.create(Stage.newCall) else {
                Issue.record("no call was made")
                return
            }
            #expect(error.code == .serverError)
            #expect(error.answer?.status == 502)
            #expect(Self.posts(stage) == 2)
        }
    }

    @Test func severalCallsCannotBeToldApart() async throws {
        let replies = [.close, Self.calls(Stage.callJSON(7), Stage.callJSON(8)), Self.nothing]
        try await Stage.perform(replies: replies) { stage in
            guard case .unknown = await stage.client.calls.create(Stage.newCall) else {
                Issue.record("nobody can tell")
                return
            }
            #expect(Self.posts(stage) == 1)
        }
    }

    @Test func theCallerTellsThemApart() async throws {
        let replies = [.close, Self.calls(Stage.callJSON(7), Stage.callJSON(8)), Self.nothing]
        let search = CallSearch { $0.sid.description.hasSuffix("8") ? .ours : .foreign }
        try await Stage.perform(replies: replies) { stage in
            let call = try await stage.client.calls.create(Stage.newCall, resolving: search).get()
            #expect(call.sid == CallSID("CA00000000000000000000000000000008"))
        }
    }

    @Test func callsThatCannotBeItAreLeftOut() async throws {
        let early = Stage.callJSON(7, created: "Wed, 31 Dec 2025 23:58:00 +0000")
        let child =
            #"{"sid":"CA00000000000000000000000000000008","#
            + #""parent_call_sid":"CA00000000000000000000000000000009","status":"ringing"}"#
        let looks = Array(repeating: Self.calls(early, child), count: 6)
        try await Stage.perform(replies: [.close] + looks + [.answer(201, Stage.callJSON(10))]) { stage in
            let call = try await stage.client.calls.create(Stage.newCall).get()
            #expect(call.sid == CallSID("CA00000000000000000000000000000010"))
        }
    }

    @Test func itsOwnEarlierCallIsNotTakenForTheLostOne() async throws {
        let earlier = Stage.callJSON(7, created: "Thu, 01 Jan 2026 00:00:00 +0000")
        let looks = Array(repeating: Self.calls(earlier), count: 6)
        let replies = [Self.created, .close] + looks + [.answer(201, Stage.callJSON(8))]
        try await Stage.perform(replies: replies) { stage in
            let first = try await stage.client.calls.create(Stage.newCall).get()
            let second = try await stage.client.calls.create(Stage.newCall).get()
            #expect(first.sid != second.sid)
        }
    }

    @Test func aListThatCannotBeReadTellsNothing() async throws {
        var configuration = Stage.configuration()
        configuration.retries = .never
        configuration.breaker.trip = .failures(1_000, within: .seconds(1))
        try await Stage.perform(configuration, replies: [.close] + Array(repeating: .html(503), count: 9)) { stage in
            guard case .unknown = await stage.client.calls.create(Stage.newCall) else {
                Issue.record("nobody can tell")
                return
            }
            #expect(Self.posts(stage) == 1)
        }
    }

    @Test func aRefusalIsFinal() async throws {
        let refusal = ScriptedReply.error(
            400,
            code: 21_211,
            "The 'To' number +14155550100 is not a valid phone number."
        )
        try await Stage.perform(replies: [refusal]) { stage in
            guard case .failed(let error) = await stage.client.calls.create(Stage.newCall) else {
                Issue.record("Twilio said no")
                return
            }
            #expect(error.code == .refused)
            #expect(error.answer?.twilioCode == 21_211)
            #expect(error.answer?.moreInfo == "https://www.twilio.com/docs/errors/21211")
            #expect(error.message == "The 'To' number +***0100 is not a valid phone number.")
            #expect(stage.server.requests.count == 1)
        }
    }

    @Test func aLimitedOrderWasNotTakenAndIsRepeated() async throws {
        let limited = ScriptedReply.error(429, code: 20_429, "Too Many Requests", headers: ["Retry-After: 3"])
        try await Stage.perform(replies: [limited, limited, Self.created]) { stage in
            _ = try await stage.client.calls.create(Stage.newCall).get()
            #expect(Self.posts(stage) == 3)
            #expect(stage.clock.waits == [.milliseconds(3_250), .milliseconds(3_500)])
        }
    }

    @Test func endingACallIsRepeatedAndRedirectingIsNot() async throws {
        try await Stage.perform(replies: [.html(503), Self.created]) { stage in
            _ = try await stage.client.calls.update(Stage.call, .ending())
            #expect(Self.posts(stage) == 2)
        }
        try await Stage.perform(replies: [.html(503), Self.created]) { stage in
            let error = await #expect(throws: TwilioRESTError.self) {
                try await stage.client.calls.update(Stage.call, .redirecting(to: .url("https://example.com/next")))
            }
            #expect(error?.code == .outcomeUnknown)
            #expect(Self.posts(stage) == 1)
        }
    }

    @Test func messagesRecordingsAndStreamsAreNeverRepeatedBlindly() async throws {
        let message = NewMessage(to: "+14155550100", from: .number("+14155550123"), .body("hello"))
        try await Stage.perform(replies: [.html(503)]) { stage in
            guard case .unknown = await stage.client.messages.create(message) else { Issue.record(); return }
            #expect(stage.server.requests.count == 1)
        }
        try await Stage.perform(replies: [.close]) { stage in
            guard case .unknown = await stage.client.recordings.start(on: Stage.call) else { Issue.record(); return }
            #expect(stage.server.requests.count == 1)
        }
        try await Stage.perform(replies: [.hang]) { stage in
            let stream = NewStream(url: "wss://example.com/listen")
            guard case .unknown = await stage.client.streams.start(on: Stage.call, stream) else {
                Issue.record()
                return
            }
            #expect(stage.server.requests.count == 1)
        }
    }
}
