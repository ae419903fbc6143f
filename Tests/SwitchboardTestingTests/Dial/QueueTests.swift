// SPDX-License-Identifier: Apache-2.0

import SwitchboardTesting
import Testing
import Twilio

@Suite(.timeLimit(.minutes(2)))
struct QueueTests {
    private static let pages = [
        "/voice": #"<Enqueue action="/left" waitUrl="/wait">support</Enqueue><Say>after</Say>"#,
        "/wait": #"<Pause length="2"/>"#,
        "/agent": #"<Dial action="/done"><Queue url="/whisper">support</Queue></Dial>"#,
        "/whisper": "<Say>You are connected</Say>", "/left": "<Say>bye</Say>", "/moved": "<Say>elsewhere</Say>",
    ]

    private static func respond(_ changes: [String: String] = [:]) -> TwiMLServer.Respond {
        let pages = Self.pages.merging(changes) { $1 }
        return { .twiML(pages[$0.path] ?? "<Hangup/>") }
    }

    private func withQueue(
        _ changes: [String: String] = [:],
        _ body: (RESTStage, String) async throws -> Void
    ) async throws {
        try await withREST(pace: 20, respond: Self.respond(changes)) { stage in
            stage.twilio.callees["+15005550010"] = .human(after: .zero)
            // Hangs up two seconds after being connected.
            let agent = CallerScript(steps: [.wait(.seconds(2)), .hangUp])
            stage.twilio.callees["+15005550011"] = .human(after: .zero, script: agent)
            let sid = try await stage.client.post("Calls.json", stage.form(to: "+15005550010")).text("sid") ?? ""
            await stage.log.wait(forVerb: "Enqueue")
            try await body(stage, sid)
        }
    }

    /// The SID of the queue, once it is there.
    private func queue(_ stage: RESTStage) async throws -> String {
        while true {
            let queues = try await stage.client.get("Queues.json").rows("queues")
            if let sid = queues.first?["sid"] as? String { return sid }
            await Task.yield()
        }
    }

    @Test func connectsWithTheFirstWhoWaits() async throws {
        try await self.withQueue { stage, sid in
            while stage.server.forms(at: "/wait").count < 2 { await Task.yield() }
            let wait = try #require(stage.server.forms(at: "/wait").first)
            #expect(wait["QueuePosition"] == "1" && wait["CurrentQueueSize"] == "1" && wait["MaxQueueSize"] == "1000")
            let agent =
                try await stage.client.post(
                    "Calls.json",
                    [
                        "To": "+15005550011", "From": "+15005550006", "Url": "https://voice.example.com/agent",
                    ]
                ).text("sid") ?? ""
            let served = try #require(await stage.rest.result(of: agent))
            #expect(served.ending == .callerHungUp)
            let waited = try #require(await stage.rest.result(of: sid))
            #expect(waited.verbs.first?.outcome == "bridged" && waited.verbs.last?.detail == "bye")
            let whisper = try #require(stage.server.forms(at: "/whisper").first)
            #expect(whisper["DequeingCallSid"] == agent && whisper["CallSid"] == sid)
            let left = try #require(stage.server.forms(at: "/left").first)
            #expect(left["QueueResult"] == "bridged" && left["QueueSid"] == whisper["QueueSid"])
        }
    }

    @Test func leaves() async throws {
        try await self.withQueue(["/wait": "<Leave/>"]) { stage, sid in
            let result = try #require(await stage.rest.result(of: sid))
            #expect(result.verbs.map(\.name) == ["Enqueue", "Leave", "Say"] && result.verbs[0].outcome == "leave")
            #expect(stage.server.forms(at: "/left").first?["QueueResult"] == "leave")
        }
    }

    @Test func hangsUpWhileWaiting() async throws {
        try await self.withQueue { stage, sid in
            let queue = try await self.queue(stage)
            #expect(try await stage.client.get("Queues/\(queue).json").text("friendly_name") == "support")
            while try await stage.client.get("Queues/\(queue)/Members/Front.json").status != 200 { await Task.yield() }
            #expect(try await stage.client.post("Calls/\(sid).json", ["Status": "completed"]).status == 200)
            let result = try #require(await stage.rest.result(of: sid))
            #expect(result.ending == .apiHungUp && stage.server.forms(at: "/left").first?["QueueResult"] == "hangup")
            #expect(try await stage.client.get("Queues/\(queue).json").json["current_size"] as? Int == 0)
        }
    }

    @Test func isTakenOutByTheAPI() async throws {
        try await self.withQueue { stage, sid in
            let queue = try await self.queue(stage)
            var front = try await stage.client.get("Queues/\(queue)/Members/Front.json")
            while front.status != 200 { front = try await stage.client.get("Queues/\(queue)/Members/Front.json") }
            #expect(front.text("call_sid") == sid && front.json["position"] as? Int == 1)
            let url = "https://voice.example.com/moved"
            let taken = try await stage.client.post("Queues/\(queue)/Members/Front.json", ["Url": url])
            #expect(taken.status == 200)
            let result = try #require(await stage.rest.result(of: sid))
            #expect(result.verbs.last?.detail == "elsewhere" && result.verbs.first?.outcome == "redirected")
        }
    }

    @Test func aFullQueueTakesNobody() async throws {
        let page = #"<Enqueue action="/left" maxQueueSize="0">support</Enqueue>"#
        try await self.withQueue(["/voice": page]) { stage, sid in
            let result = try #require(await stage.rest.result(of: sid))
            #expect(result.verbs.first?.outcome == "queue-full")
            #expect(stage.server.forms(at: "/left").first?["QueueResult"] == "queue-full")
        }
    }

    @Test func onlySomeVerbsMayBeHeardWhileWaiting() async throws {
        try await self.withQueue(["/wait": "<Dial>+15005550099</Dial>"]) { stage, sid in
            _ = try await stage.client.post("Calls/\(sid).json", ["TimeLimit": "20"])
            let result = try #require(await stage.rest.result(of: sid))
            #expect(result.codes == [13_238] && result.ending == .durationLimit)
        }
    }

    @Test func nobodyWaits() async throws {
        try await withREST(respond: Self.respond(["/voice": Self.pages["/agent"] ?? ""])) { stage in
            stage.twilio.callees["+15005550011"] = .human(after: .zero)
            let result = try await stage.call("+15005550011")
            #expect(result.verbs.first?.outcome == "no-answer")
            #expect(stage.server.forms(at: "/done").first?["DialCallStatus"] == "no-answer")
        }
    }
}
