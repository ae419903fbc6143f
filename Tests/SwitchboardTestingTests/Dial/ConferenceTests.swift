// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing
import Twilio

@testable import SwitchboardTesting

@Suite(.timeLimit(.minutes(2)))
struct ConferenceTests {
    private static let events =
        #"statusCallback="/conf" statusCallbackEvent="start end join leave mute hold modify""#

    private static func respond(_ pages: [String: String]) -> TwiMLServer.Respond {
        { .twiML(pages[$0.path] ?? "<Hangup/>") }
    }

    /// Waits until the conference has so many people in it; its SID.
    private func waitForParticipants(_ count: Int, _ stage: RESTStage) async throws -> String {
        while true {
            let rows = try await stage.client.get("Conferences.json?FriendlyName=room").rows("conferences")
            if let sid = rows.first?["sid"] as? String {
                let people = try await stage.client.get("Conferences/\(sid)/Participants.json")
                if people.rows("participants").count == count { return sid }
            }
            await Task.yield()
        }
    }

    @Test func meetsAndEndsWhenTheHostLeaves() async throws {
        let guest =
            "<Dial action=\"/done\"><Conference startConferenceOnEnter=\"false\" waitUrl=\"/wait\" \(Self.events)>room</Conference></Dial>"
        let host = #"<Dial><Conference endConferenceOnExit="true">room</Conference></Dial>"#
        let pages = ["/voice": guest, "/host": host, "/wait": #"<Pause length="2"/>"#]
        try await withREST(pace: 20, respond: Self.respond(pages)) { stage in
            stage.twilio.callees["+15005550010"] = .human(
                after: .zero,
                script: CallerScript(steps: [.waitForAgent(silence: .zero, timeout: .seconds(500))])
            )
            stage.twilio.callees["+15005550011"] = .human(after: .zero)
            let first = try await stage.client.post("Calls.json", stage.form(to: "+15005550010")).text("sid") ?? ""
            // The music is asked for again and again.
            while stage.server.forms(at: "/wait").count < 2 { await Task.yield() }
            let second =
                try await stage.client.post(
                    "Calls.json",
                    [
                        "To": "+15005550011", "From": "+15005550006", "Url": "https://voice.example.com/host",
                    ]
                ).text("sid") ?? ""
            let sid = try await self.waitForParticipants(2, stage)
            let path = "Conferences/\(sid)/Participants/\(first).json"
            #expect(try await stage.client.get("Conferences/\(sid).json").text("status") == "in-progress")
            #expect(try await stage.client.post(path, ["Muted": "true"]).json["muted"] as? Bool == true)
            #expect(try await stage.client.post(path, ["Hold": "true"]).json["hold"] as? Bool == true)
            #expect(try await stage.client.get("Conferences/\(sid)/Participants/CA00.json").status == 404)
            #expect(try await stage.client.post("Calls/\(second).json", ["Status": "completed"]).status == 200)
            let result = try #require(await stage.rest.result(of: first))
            #expect(result.ending == .serverHungUp && result.verbNames.last == "Hangup")
            #expect(stage.server.forms(at: "/done").first?["DialCallStatus"] == "answered")
            #expect(stage.server.forms(at: "/done").first?["DialCallDuration"] == nil)
            try await stage.rest.stop()
            let told = stage.server.forms(at: "/conf").map { $0["StatusCallbackEvent"] ?? "" }
            #expect(
                Set(told) == [
                    "participant-join", "conference-start", "participant-mute", "participant-hold",
                    "participant-leave", "conference-end",
                ]
            )
            #expect(stage.server.forms(at: "/conf").allSatisfy { $0["ConferenceSid"] == sid })
            let end = stage.server.forms(at: "/conf").first { $0["StatusCallbackEvent"] == "conference-end" }
            #expect(end?["CallSidEndingConference"] == second)
        }
    }

    @Test func somebodyIsCalledIntoItAndPutOut() async throws {
        let page = "<Dial><Conference \(Self.events)>room</Conference></Dial><Say>alone again</Say>"
        try await withREST(pace: 20, respond: Self.respond(["/voice": page])) { stage in
            for number in ["+15005550010", "+15005550011"] { stage.twilio.callees[number] = .human(after: .zero) }
            _ = try await stage.client.post("Calls.json", stage.form(to: "+15005550010"))
            _ = try await self.waitForParticipants(1, stage)
            let added = try await stage.client.post(
                "Conferences/room/Participants.json",
                ["To": "+15005550011", "From": "+15005550006", "Label": "guest & co", "EndConferenceOnExit": "false"]
            )
            #expect(added.status == 201 && added.text("label") == "guest & co")
            let sid = try await self.waitForParticipants(2, stage)
            #expect(added.text("conference_sid") == sid)
            let call = added.text("call_sid") ?? ""
            #expect(try await stage.client.delete("Conferences/\(sid)/Participants/\(call).json").status == 204)
            let gone = try #require(await stage.rest.result(of: call))
            #expect(gone.status == "completed" && gone.ending == .documentEnded)
            let ended = try await stage.client.post("Conferences/\(sid).json", ["Status": "completed"])
            #expect(ended.text("status") == "completed")
            await stage.log.wait(forVerb: "Say")
        }
    }

    @Test func aFullConferenceIsAnError() async throws {
        let page = #"<Dial><Conference maxParticipants="1">room</Conference></Dial>"#
        try await withREST(pace: 20, respond: Self.respond(["/voice": page])) { stage in
            for number in ["+15005550010", "+15005550011"] { stage.twilio.callees[number] = .human(after: .zero) }
            _ = try await stage.client.post("Calls.json", stage.form(to: "+15005550010"))
            _ = try await self.waitForParticipants(1, stage)
            let result = try await stage.call("+15005550011")
            #expect(result.codes == [16_020])
        }
    }

    // MARK: The conference as a value

    private func participant(_ sid: String, starts: Bool = true, ends: Bool = false) -> ConferenceState.Participant {
        let attributes = ["startConferenceOnEnter": String(starts), "endConferenceOnExit": String(ends)]
        return ConferenceState.Participant(
            callSid: sid,
            DocumentNode(name: "Conference", attributes: attributes)
        )
    }

    private func names(_ events: [ConferenceState.Event]) -> [String] {
        events.map { $0.parameters["StatusCallbackEvent"] ?? "" }
    }

    @Test func beginsWithTwoOfWhomOneMayBegin() {
        var state = ConferenceState(name: "room", accountSid: "AC")
        #expect(self.names(state.join(self.participant("a", starts: false))) == ["participant-join"])
        #expect(self.names(state.join(self.participant("b", starts: false))) == ["participant-join"])
        #expect(state.status == "init")
        #expect(self.names(state.join(self.participant("c"))) == ["participant-join", "conference-start"])
        #expect(state.status == "in-progress")
        #expect(self.names(state.leave("b", reason: "x", status: "y")) == ["participant-leave"])
        #expect(self.names(state.leave("b", reason: "x", status: "y")).isEmpty)
        #expect(self.names(state.leave("a", reason: "x", status: "y")) == ["participant-leave"])
        let last = state.leave("c", reason: "x", status: "y")
        #expect(self.names(last) == ["participant-leave", "conference-end"] && state.isOver)
        #expect(last[1].parameters["ReasonConferenceEnded"] == "last-participant-left")
        #expect(state.end(reason: "again").isEmpty)
    }

    @Test func tellsOnlyWhatChanges() {
        var state = ConferenceState(name: "room", accountSid: "AC")
        _ = state.join(self.participant("a"))
        #expect(self.names(state.change("a", muted: true, held: nil, ends: nil)) == ["participant-mute"])
        #expect(state.change("a", muted: true, held: false, ends: false).isEmpty)
        #expect(self.names(state.change("a", muted: false, held: true, ends: true)).count == 3)
        #expect(state.change("b", muted: true, held: nil, ends: nil).isEmpty)
    }

    @Test func everybodyHearsTheOthers() {
        let mixer = Mixer()
        let (loud, other) = (ByteBuffer(repeating: 0x10, count: 160), ByteBuffer(repeating: 0x20, count: 160))
        #expect(mixer.exchange("a", loud) == .silentFrame)
        #expect(mixer.exchange("b", other) == loud)
        #expect(mixer.exchange("a", loud) == other)
        let sum = mixer.exchange("c", .silentFrame)
        #expect(sum.readableBytes == 160 && sum != loud && sum != other)
        mixer.set("b", muted: true, held: false)
        #expect(mixer.exchange("c", .silentFrame) == loud)
        mixer.set("c", muted: false, held: true)
        #expect(mixer.exchange("c", loud) == .silentFrame)
        mixer.leave("a")
        #expect(mixer.exchange("b", other) == .silentFrame)
    }
}
