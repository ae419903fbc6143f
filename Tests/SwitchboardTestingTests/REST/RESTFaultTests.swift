// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import SwitchboardTesting
import Testing
import Twilio

@Suite(.timeLimit(.minutes(2)))
struct RESTFaultTests {
    @Test func saysNoInTwiliosWords() async throws {
        try await withREST { stage in
            stage.rest.plan(.status(429, retryAfter: 7), times: 2, method: "POST", path: "Calls.json")
            stage.rest.plan(.status(503), path: "Messages")
            let form = stage.form(to: "+15005550010")
            for _ in 0..<2 {
                let answer = try await stage.client.post("Calls.json", form)
                #expect(answer.status == 429 && answer.code == 20_429)
                #expect(answer.headers.first(name: "retry-after") == "7")
            }
            // The other method, and the third request, meet nothing.
            #expect(try await stage.client.get("Calls.json").status == 200)
            #expect(try await stage.client.post("Calls.json", form).status == 201)
            #expect(try await stage.client.get("Messages.json").code == 20_503)
            #expect(stage.rest.callSIDs.count == 1)
            #expect(stage.rest.requests.map(\.status) == [429, 429, 200, 201, 503])
            #expect(stage.rest.requests[0].form["To"] == "+15005550010")
        }
    }

    @Test func answersWhatIsNoJSON() async throws {
        try await withREST { stage in
            stage.rest.plan(.html(502))
            stage.rest.plan(.truncated)
            let page = try await stage.client.get("Calls.json")
            #expect(page.status == 502 && page.headers.first(name: "content-type") == "text/html")
            let half = try await stage.client.post("Calls.json", stage.form(to: "+15005550010"))
            #expect(half.status == 201 && half.json.isEmpty && half.bytes.first == UInt8(ascii: "{"))
            #expect(stage.rest.callSIDs.count == 1)
        }
    }

    @Test(arguments: [
        (RESTFault.dropAfterCommit, 1), (.closeMidAnswer, 1), (.hangAfterCommit, 1), (.refuse, 0), (.hang, 0),
    ])
    func losesAnswersBeforeOrAfterTheCallIsMade(_ fault: RESTFault, _ calls: Int) async throws {
        try await withREST { stage in
            stage.rest.plan(fault, method: "POST")
            let form = stage.form(to: "+15005550010")
            let client = stage.client
            let lost = Task { try await client.post("Calls.json", form).status }
            while stage.rest.requests.isEmpty { await Task.yield() }
            // Where nothing is ever heard again, the client gives up.
            if fault == .hang || fault == .hangAfterCommit { lost.cancel() }
            await #expect(throws: (any Error).self) { try await lost.value }
            #expect(stage.rest.callSIDs.count == calls)
            #expect(stage.rest.requests.map(\.fault) == [fault])
            let again = try await stage.client.post("Calls.json", form)
            #expect(again.status == 201)
        }
    }

    @Test func answersLate() async throws {
        try await withREST { stage in
            stage.rest.plan(.slow(.milliseconds(50)))
            let begin = ContinuousClock.now
            let late = try await stage.client.get("Calls.json")
            #expect(late.status == 200)
            #expect(ContinuousClock.now - begin >= .milliseconds(50))
            stage.rest.plan(.hang, times: 5)
            stage.rest.clearFaults()
            #expect(try await stage.client.get("Calls.json").status == 200)
        }
    }
}
