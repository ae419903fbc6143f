// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SwitchboardTesting
import TelephonyAudio
import Testing
import Twilio

@Suite(.timeLimit(.minutes(2)))
struct LiveCallTests {
    private static let number = "+15005550010"
    private static let stream = #"<Connect><Stream url="wss://voice.example.com/media"/></Connect><Say>not this</Say>"#

    private static func respond(_ pages: [String: String]) -> TwiMLServer.Respond {
        { .twiML(pages[$0.path] ?? "<Hangup/>") }
    }

    @Test(arguments: ["completed", "canceled"])
    func endsACallThatRings(_ word: String) async throws {
        try await withREST(pace: 1) { stage in
            stage.twilio.callees[Self.number] = .human(after: .seconds(50))
            let form = stage.form(to: Self.number, ["StatusCallback": "https://voice.example.com/status"])
            let sid = try await stage.client.post("Calls.json", form).text("sid") ?? ""
            while try await stage.client.get("Calls/\(sid).json").text("status") != "ringing" { await Task.yield() }
            #expect(try await stage.client.post("Calls/\(sid).json", ["Status": word]).status == 200)
            let result = await stage.rest.result(of: sid)
            #expect(result?.status == "canceled" && result?.ending == .apiHungUp)
            #expect(stage.server.forms(at: "/status").map { $0["CallStatus"] } == ["canceled"])
        }
    }

    @Test func endsACallInTheMiddleOfAVerb() async throws {
        try await withREST(pace: 1, respond: Self.respond(["/voice": #"<Pause length="300"/>"#])) { stage in
            stage.twilio.callees[Self.number] = .human(after: .zero)
            let sid = try await stage.client.post("Calls.json", stage.form(to: Self.number)).text("sid") ?? ""
            await stage.log.wait(forVerb: "Pause")
            let early = try await stage.client.post("Calls/\(sid).json", ["Status": "canceled"])
            #expect(early.code == 21_220)
            let answer = try await stage.client.post("Calls/\(sid).json", ["Status": "completed"])
            #expect(answer.status == 200)
            let result = await stage.rest.result(of: sid)
            #expect(result?.ending == .apiHungUp && result?.status == "completed")
            let late = try await stage.client.post("Calls/\(sid).json", ["Status": "completed"])
            #expect(late.status == 400 && late.code == 21_220)
        }
    }

    @Test func sendsACallElsewhere() async throws {
        let pages = ["/voice": #"<Pause length="300"/><Say>not this</Say>"#, "/next": "<Say>here</Say>"]
        try await withREST(pace: 1, respond: Self.respond(pages)) { stage in
            stage.twilio.callees[Self.number] = .human(after: .zero)
            let sid = try await stage.client.post("Calls.json", stage.form(to: Self.number)).text("sid") ?? ""
            await stage.log.wait(forVerb: "Pause")
            let path = "Calls/\(sid).json"
            let url = "https://voice.example.com/next?step=2"
            let answer = try await stage.client.post(
                path,
                ["Url": url, "Method": "GET", "StatusCallback": "https://voice.example.com/new"]
            )
            #expect(answer.text("status") == "in-progress")
            let result = try #require(await stage.rest.result(of: sid))
            #expect(result.verbs.map(\.detail) == ["", "here"] && result.ending == .documentEnded)
            #expect(stage.server.requests.map(\.method) == ["POST", "GET", "POST"])
            #expect(stage.server.forms(at: "/new").map { $0["CallStatus"] } == ["completed"])
        }
    }

    @Test func givesACallAnotherDocument() async throws {
        try await withREST(pace: 1, respond: Self.respond(["/voice": #"<Gather timeout="300"/>"#])) { stage in
            stage.twilio.callees[Self.number] = .human(after: .zero)
            let sid = try await stage.client.post("Calls.json", stage.form(to: Self.number)).text("sid") ?? ""
            await stage.log.wait(forVerb: "Gather")
            let both: FormParameters = ["Twiml": "<Response/>", "Url": "https://voice.example.com/next"]
            #expect(try await stage.client.post("Calls/\(sid).json", both).status == 400)
            let twiML = "<Response><Say>Goodbye</Say></Response>"
            #expect(try await stage.client.post("Calls/\(sid).json", ["Twiml": twiML]).status == 200)
            let result = await stage.rest.result(of: sid)
            #expect(result?.verbNames == ["Gather", "Say"] && result?.ending == .documentEnded)
        }
    }

    @Test func anotherDocumentKillsTheStream() async throws {
        let agent = Agent()
        let pages = ["/voice": Self.stream, "/next": "<Say>here</Say>"]
        try await withREST(agent: { agent }, respond: Self.respond(pages)) { stage in
            var call = SimulatedCall(url: "https://voice.example.com/voice", account: .example)
            call.localOrigin = stage.server.origin
            call.verbPace = 1000
            let (log, placed) = (stage.log, call)
            async let result = stage.twilio.place(placed) { log.note(placed.sid, $0) }
            await log.wait { if case .streamStarted = $0 { true } else { false } }
            let listed = try await stage.client.get("Calls/\(call.sid).json")
            #expect(listed.text("status") == "in-progress" && listed.text("direction") == "inbound")
            let url = "https://voice.example.com/next"
            #expect(try await stage.client.post("Calls/\(call.sid).json", ["Url": url]).status == 200)
            let outcome = try await result
            #expect(outcome.verbs.map(\.name) == ["Connect", "Say"] && outcome.verbs[1].detail == "here")
            #expect(outcome.firstStream.closedBy == .twilio && agent.stops == 1)
            #expect(outcome.isClean)
        }
    }

    @Test func recordsARunningCall() async throws {
        let speech = CallerScript(steps: [.audio([UInt8](repeating: 0x10, count: 8000))])
        try await withREST(pace: 20, respond: Self.respond(["/voice": #"<Pause length="9000"/>"#])) { stage in
            stage.twilio.callees[Self.number] = SimulatedCallee(.silence, rings: .zero, script: speech)
            let sid = try await stage.client.post("Calls.json", stage.form(to: Self.number)).text("sid") ?? ""
            await stage.log.wait(forVerb: "Pause")
            let path = "Calls/\(sid)/Recordings"
            let answer = try await stage.client.post(
                "\(path).json",
                [
                    "RecordingChannels": "dual", "RecordingStatusCallback": "https://voice.example.com/rec",
                    "RecordingStatusCallbackEvent": "in-progress completed",
                ]
            )
            #expect(answer.status == 201 && answer.text("status") == "in-progress")
            let recording = answer.text("sid") ?? ""
            await stage.log.wait { if case .callerSpeaks = $0 { true } else { false } }
            let current = "\(path)/Twilio.CURRENT.json"
            #expect(try await stage.client.post(current, ["Status": "paused"]).text("status") == "paused")
            #expect(try await stage.client.post(current, ["Status": "in-progress"]).text("sid") == recording)
            #expect(try await stage.client.get("Recordings/\(recording).wav").status == 404)
            #expect(try await stage.client.post(current, ["Status": "stopped"]).text("status") == "stopped")
            #expect(try await stage.client.post("\(path)/\(recording).json", ["Status": "paused"]).code == 21_220)
            #expect(try await stage.client.get("Recordings/\(recording).json").text("status") == "completed")
            let media = try await stage.client.get("Recordings/\(recording).mp3")
            let sound = try WAVFile(media.bytes)
            #expect(sound.channels == 2 && sound.sampleRate == 8000)
            #expect(try await stage.client.get("Recordings/\(recording)").bytes == media.bytes)
            #expect(try await stage.client.get("\(path).json").rows("recordings").count == 1)
            #expect(try await stage.client.get("Recordings.json?CallSid=CA00").rows("recordings").isEmpty)
            #expect(try await stage.client.delete("Recordings/\(recording).json").status == 204)
            #expect(try await stage.client.get("Recordings/\(recording).json").status == 404)
            try await stage.rest.stop()
            #expect(stage.server.forms(at: "/rec").map { $0["RecordingStatus"] }.contains("completed"))
            #expect(stage.server.forms(at: "/rec").count == 2)
        }
    }
}
