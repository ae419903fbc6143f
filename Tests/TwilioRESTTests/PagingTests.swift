// SPDX-License-Identifier: Apache-2.0

import Resilience
import Testing
import Twilio
import TwilioRESTTestSupport

@testable import TwilioREST

/// Lists follow Twilio's links, and only those.
@Suite struct PagingTests {
    private static let root = "/2010-04-01/Accounts/\(Stage.account)"

    private static func page(_ numbers: [Int], next: String?) -> ScriptedReply {
        let calls = numbers.map { Stage.callJSON($0) }.joined(separator: ",")
        return .json(#"{"calls":[\#(calls)],"page":0,"next_page_uri":\#(next.map { "\"\($0)\"" } ?? "null")}"#)
    }

    @Test func followsTheLinksToTheEnd() async throws {
        let replies = [
            Self.page([1, 2], next: "\(Self.root)/Calls.json?PageSize=2&Page=1&PageToken=PACA1%3D&StartTime%3E=2026"),
            Self.page([], next: "\(Self.root)/Calls.json?PageSize=2&Page=2&PageToken=PACA2"),
            Self.page([3], next: nil),
        ]
        try await Stage.perform(replies: replies) { stage in
            var filter = CallFilter()
            filter.pageSize = 2
            var seen: [String] = []
            for try await call in try stage.client.calls.list(filter) {
                seen.append(String(call.sid.description.suffix(1)))
            }
            #expect(seen == ["1", "2", "3"])
            #expect(
                stage.server.requests.map(\.target) == [
                    "\(Self.root)/Calls.json?PageSize=2",
                    "\(Self.root)/Calls.json?PageSize=2&Page=1&PageToken=PACA1%3D&StartTime%3E=2026",
                    "\(Self.root)/Calls.json?PageSize=2&Page=2&PageToken=PACA2",
                ]
            )
        }
    }

    @Test func aLinkOfTheSameHostMayBeAbsolute() async throws {
        try await Stage.perform { request, index, _ in
            let host = request.header("host") ?? ""
            return Self.page([index], next: index == 0 ? "http://\(host)\(Self.root)/Calls.json?Page=1" : nil)
        } _: { stage in
            let calls = try await stage.client.calls.list().prefix(upTo: 10)
            #expect(calls.count == 2)
        }
    }

    @Test(arguments: [
        "https://evil.example.com/2010-04-01/Accounts/\(Stage.account)/Calls.json?Page=1", "//evil.example.com/x",
        "/2010-04-01/Accounts/AC00000000000000000000000000000002/Calls.json?Page=1", "/", "Calls.json",
        "@evil.example.com/",
        "/2010-04-01/Accounts/\(Stage.account)/../AC00000000000000000000000000000002/Calls.json",
        "/2010-04-01/Accounts/\(Stage.account)/Calls.json#x", "/2010-04-01/Accounts/\(Stage.account)/Calls.json? x",
        "http://127.0.0.1:1/2010-04-01/Accounts/\(Stage.account)/Calls.json?Page=1",
    ])
    func neverLeavesTheHostOrTheAccount(_ link: String) async throws {
        try await Stage.perform(replies: [Self.page([1], next: link), Self.page([2], next: nil)]) { stage in
            let error = await #expect(throws: TwilioRESTError.self) {
                try await stage.client.calls.list().prefix(upTo: 10)
            }
            #expect(error?.code == .invalidPage)
            #expect(stage.server.requests.count == 1)
        }
    }

    @Test func aLoopOfPagesEnds() async throws {
        try await Stage.perform { _, index, _ in
            Self.page([index], next: "\(Self.root)/Calls.json?Page=\(index % 3)")
        } _: { stage in
            let error = await #expect(throws: TwilioRESTError.self) {
                try await stage.client.calls.list().prefix(upTo: 100)
            }
            #expect(error?.code == .invalidPage)
            #expect(stage.server.requests.count == 4)
        }
    }

    @Test func readsNoMorePagesThanAllowed() async throws {
        var configuration = Stage.configuration()
        configuration.maximumPages = 5
        try await Stage.perform(configuration) { _, index, _ in
            Self.page([], next: "\(Self.root)/Calls.json?Page=\(index + 1)")
        } _: { stage in
            let error = await #expect(throws: TwilioRESTError.self) {
                try await stage.client.calls.list().prefix(upTo: 1)
            }
            #expect(error?.code == .tooManyPages)
            #expect(stage.server.requests.count == 5)
        }
    }

    @Test func readsNoMoreThanAskedFor() async throws {
        let replies = [Self.page([1, 2, 3], next: "\(Self.root)/Calls.json?Page=1")]
        try await Stage.perform(replies: replies) { stage in
            let calls = try await stage.client.calls.list().prefix(upTo: 2)
            #expect(calls.count == 2)
            #expect(stage.server.requests.count == 1)
        }
    }

    @Test(arguments: [
        #"{"calls":{}}"#, #"{"items":[]}"#, #"{"calls":[{}]}"#, #"{"calls":[null]}"#, #"{"calls":[{"sid":"CA1"}]}"#,
    ])
    func aPageThatIsNoneIsAnError(_ body: String) async throws {
        var configuration = Stage.configuration()
        configuration.retries = .never
        try await Stage.perform(configuration, replies: [.json(body)]) { stage in
            let error = await #expect(throws: TwilioRESTError.self) {
                try await stage.client.calls.list().prefix(upTo: 1)
            }
            #expect(error?.code == .malformedAnswer)
        }
    }

    @Test func aPageIsReadAgainAfterAPassingFault() async throws {
        let replies = [Self.page([1], next: "\(Self.root)/Calls.json?Page=1"), .html(502), Self.page([2], next: nil)]
        try await Stage.perform(replies: replies) { stage in
            let calls = try await stage.client.calls.list().prefix(upTo: 10)
            #expect(calls.count == 2)
        }
    }
}
