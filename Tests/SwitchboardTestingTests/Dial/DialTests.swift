// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SwitchboardTesting
import Testing
import Twilio

@Suite(.timeLimit(.minutes(2)))
struct DialTests {
    private static let alice = "+15005550010"
    private static let bob = "+15005550011"

    /// Places a call whose server answers these pages.
    private func dial(
        _ pages: [String: String],
        pace: Double = 1000,
        callees: [String: SimulatedCallee],
        configure: (inout SimulatedCall) -> Void = { _ in }
    ) async throws -> (result: SimulatedCallResult, server: TwiMLServer) {
        try await withSimulation(respond: { .twiML(pages[$0.path] ?? "<Hangup/>") }) { twilio, server in
            for (address, callee) in callees { twilio.callees[address] = callee }
            var call = SimulatedCall(url: "https://voice.example.com/voice", account: .example)
            call.localOrigin = server.origin
            call.verbPace = pace
            call.limits.webhook = .seconds(120)
            call.limits.duration = .seconds(3600)
            configure(&call)
            return (try await twilio.place(call), server)
        }
    }

    @Test func connectsTwoPeopleWhoHearEachOther() async throws {
        let page = #"<Dial action="/done" answerOnBridge="true"><Number>\#(Self.alice)</Number></Dial>"#
        let hello = [UInt8](repeating: 0x10, count: 800)
        let answer = [UInt8](repeating: 0x90, count: 800)
        let alice = SimulatedCallee(
            .silence,
            rings: .seconds(4),
            script: CallerScript(steps: [.waitForAgent(silence: .zero), .audio(answer), .wait(.seconds(1)), .hangUp])
        )
        let (result, server) = try await self.dial(["/voice": page], callees: [Self.alice: alice]) { call in
            call.script = CallerScript(steps: [.wait(.seconds(1)), .audio(hello), .expectHeard(within: .seconds(1))])
        }
        let form = try #require(server.forms(at: "/done").first)
        #expect(form["DialCallStatus"] == "completed" && form["DialBridged"] == "true")
        #expect(form["DialCallDuration"] == "2" && form["DialCallSid"] == result.legs.first?.sid)
        #expect(result.legs.map(\.to) == [Self.alice] && result.legs[0].status == "completed")
        #expect(result.failures.isEmpty && result.legs[0].failures.isEmpty)
        #expect(result.recording.caller.contains(0x10) && !result.recording.caller.contains(0x90))
        #expect(result.recording.agent.contains(0x90) && !result.recording.agent.contains(0x10))
        // The ringing is not billed when the answer waits for the bridge.
        #expect(result.seconds - result.documents[1].seconds < 3)
    }

    @Test func reportsTheLegToTheNounsCallback() async throws {
        let noun = #"""
            <Dial timeout="20"><Number statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed">\#
            \#(Self.alice)</Number></Dial>
            """#
        let (result, server) = try await self.dial(
            ["/voice": noun],
            callees: [Self.alice: .human(talking: .seconds(6))]
        )
        let forms = server.forms(at: "/leg")
        #expect(forms.map { $0["CallStatus"] } == ["initiated", "ringing", "in-progress", "completed"])
        #expect(forms.allSatisfy { $0["ParentCallSid"] == result.sid && $0["CallSid"] == result.legs.first?.sid })
        #expect(forms.allSatisfy { $0["Direction"] == "outbound-dial" && $0["To"] == Self.alice })
        #expect(forms.last?["CallDuration"] == "6")
    }

    @Test(arguments: [(SimulatedCallee.busy, "busy"), (.noAnswer, "no-answer"), (.failed, "failed")])
    func reportsWhoDoesNotAnswer(_ callee: SimulatedCallee, _ status: String) async throws {
        let page = #"<Dial action="/done" timeout="12"><Number>\#(Self.alice)</Number></Dial>"#
        let (result, server) = try await self.dial(["/voice": page], callees: [Self.alice: callee])
        let form = try #require(server.forms(at: "/done").first)
        #expect(form["DialCallStatus"] == status && form["DialBridged"] == "false")
        #expect(form["DialCallDuration"] == nil && result.legs.map(\.status) == [status])
    }

    @Test func theFirstToAnswerWins() async throws {
        let page = """
            <Dial action="/done"><Number statusCallback="/a">\(Self.alice)</Number>\
            <Client statusCallback="/b"><Identity>bob</Identity></Client></Dial>
            """
        let (result, server) = try await self.dial(
            ["/voice": page],
            callees: [
                Self.alice: .human(after: .seconds(9)), "client:bob": .human(after: .seconds(3), talking: .seconds(5)),
            ]
        )
        #expect(server.forms(at: "/a").map { $0["CallStatus"] } == ["canceled"])
        #expect(server.forms(at: "/b").map { $0["CallStatus"] } == ["completed"])
        #expect(result.legs.map(\.to) == [Self.alice, "client:bob"])
        #expect(server.forms(at: "/done").first?["DialCallSid"] == result.legs[1].sid)
    }

    @Test func oneAfterTheOther() async throws {
        let page = """
            <Dial action="/done" sequential="true" timeout="10"><Number>\(Self.alice)</Number>\
            <Sip>sip:bob@example.com;transport=tls</Sip></Dial>
            """
        let (result, server) = try await self.dial(
            ["/voice": page],
            callees: [
                Self.alice: .human(after: .seconds(11)),
                "sip:bob@example.com": .human(after: .seconds(2), talking: .seconds(5)),
            ]
        )
        #expect(result.legs.map(\.status) == ["no-answer", "completed"])
        let form = try #require(server.forms(at: "/done").first)
        #expect(form["DialSipResponseCode"] == "200" && form["DialCallDuration"] == "5")
        #expect(result.legs[1].seconds == 5)
    }

    @Test func whispersToWhoAnswers() async throws {
        let pages = [
            "/voice": #"<Dial action="/done"><Number url="/whisper">\#(Self.alice)</Number></Dial>"#,
            "/whisper": #"<Gather action="/pressed" numDigits="1"><Say>A caller. Press 1.</Say></Gather><Hangup/>"#,
            "/pressed": "<Say>Connecting</Say>",
        ]
        let script = CallerScript(gathers: [.digits("1")])
        let (result, server) = try await self.dial(
            pages,
            callees: [Self.alice: .human(talking: .seconds(4), script: script)]
        )
        let whisper = try #require(server.forms(at: "/whisper").first)
        #expect(whisper["ParentCallSid"] == result.sid && whisper["CallSid"] == result.legs[0].sid)
        #expect(whisper["CallStatus"] == "in-progress")
        #expect(server.forms(at: "/pressed").first?["Digits"] == "1")
        #expect(result.legs[0].verbNames == ["Gather", "Say", "Say"])
        #expect(server.forms(at: "/done").first?["DialBridged"] == "true")
    }

    @Test(arguments: [("<Hangup/>", nil as Int?), (#"<Dial>+15005550011</Dial>"#, 13_201), ("<Nonsense", 12_100)])
    func whoHangsUpInTheWhisperIsNotConnected(_ whisper: String, _ code: Int?) async throws {
        let pages = ["/voice": #"<Dial action="/done"><Number url="/w">\#(Self.alice)</Number></Dial>"#, "/w": whisper]
        let (result, server) = try await self.dial(pages, callees: [Self.alice: .human()])
        let form = try #require(server.forms(at: "/done").first)
        #expect(form["DialBridged"] == "false" && form["DialCallDuration"] == nil)
        #expect(result.legs[0].codes == (code.map { [$0] } ?? []))
        #expect(result.ending == .serverHungUp)
    }

    @Test func callsShowNumbersOfTheAccountOnly() async throws {
        let page = #"<Dial callerId="+15005550007"><Number>\#(Self.alice)</Number></Dial>"#
        try await withSimulation(respond: { _ in .twiML(page) }) { twilio, server in
            twilio.numbers.own("+15005550006")
            var call = SimulatedCall(url: "https://voice.example.com/voice", account: .example)
            call.localOrigin = server.origin
            call.verbPace = 1000
            var result = try await twilio.place(call)
            #expect(result.codes == [13_214] && result.ending == .applicationError)
            twilio.numbers.verify("+15005550007")
            twilio.callees[Self.alice] = .busy
            call.sid = CallSID.random().description
            result = try await twilio.place(call)
            #expect(result.isClean && result.legs.map(\.status) == ["busy"])
        }
    }

    @Test func recordsTheBridge() async throws {
        let page = #"""
            <Dial action="/done" record="record-from-answer-dual" recordingStatusCallback="/rec"><Number>\#
            \#(Self.alice)</Number></Dial>
            """#
        let (_, server) = try await self.dial(["/voice": page], callees: [Self.alice: .human(talking: .seconds(6))])
        let form = try #require(server.forms(at: "/done").first)
        #expect(form["RecordingDuration"] == "6" && form["RecordingSid"].flatMap { RecordingSID($0) } != nil)
        // The simulation's shutdown has waited for the callback.
        let recorded = try #require(server.forms(at: "/rec").first)
        #expect(recorded["RecordingChannels"] == "2" && recorded["RecordingSource"] == "DialVerb")
    }

    @Test func endsAtTheTimeLimitAndOnStar() async throws {
        let page = #"<Dial action="/done" timeLimit="7"><Number>\#(Self.alice)</Number></Dial>"#
        var (_, server) = try await self.dial(["/voice": page], callees: [Self.alice: .human()])
        #expect(server.forms(at: "/done").first?["DialCallDuration"] == "7")
        let star = #"<Dial action="/done" hangupOnStar="true"><Number>\#(Self.alice)</Number></Dial>"#
        (_, server) = try await self.dial(["/voice": star], callees: [Self.alice: .human()]) { call in
            call.script = CallerScript(steps: [.wait(.seconds(3)), .press("1*")])
        }
        #expect(server.forms(at: "/done").first?["DialCallDuration"] == "3")
    }

    @Test func aCallerWhoHangsUpLeavesTheOtherAlone() async throws {
        let page = #"<Dial action="/done" timeout="600"><Number statusCallback="/leg">\#(Self.alice)</Number></Dial>"#
        let (result, server) = try await self.dial(["/voice": page], callees: [Self.alice: .human()]) { call in
            call.script.hangUpAfter = .seconds(300)
        }
        #expect(result.ending == .callerHungUp && server.forms(at: "/done").isEmpty)
        #expect(server.forms(at: "/leg").map { $0["CallStatus"] } == ["completed"])
        let (ringing, quiet) = try await self.dial(["/voice": page], callees: [Self.alice: .noAnswer]) { call in
            call.script.hangUpAfter = .seconds(300)
        }
        #expect(ringing.ending == .callerHungUp && ringing.legs.map(\.status) == ["canceled"])
        #expect(quiet.forms(at: "/leg").map { $0["CallStatus"] } == ["canceled"])
    }

    @Test func aLegCanBeSentElsewhere() async throws {
        let pages = [
            "/voice": #"<Dial action="/done"><Number>\#(Self.alice)</Number></Dial>"#, "/moved": "<Say>Over here</Say>",
        ]
        try await withREST(pace: 20, respond: { .twiML(pages[$0.path] ?? "<Hangup/>") }) { stage in
            stage.twilio.callees[Self.alice] = SimulatedCallee(
                .human(hello: .seconds(1)),
                rings: .zero,
                script: CallerScript(steps: [.audio([UInt8](repeating: 0x10, count: 160))])
            )
            stage.twilio.callees[Self.bob] = .human(after: .zero)
            let sid = try await stage.client.post("Calls.json", stage.form(to: Self.bob)).text("sid") ?? ""
            await stage.log.wait(forVerb: "Dial")
            var legs: [[String: Any]] = []
            while legs.first?["status"] as? String != "in-progress" {
                legs = try await stage.client.get("Calls.json?ParentCallSid=\(sid)").rows("calls")
                await Task.yield()
            }
            let leg = legs[0]["sid"] as? String ?? ""
            #expect(legs[0]["direction"] as? String == "outbound-dial")
            let url = "https://voice.example.com/moved"
            #expect(try await stage.client.post("Calls/\(leg).json", ["Url": url]).status == 200)
            let moved = try #require(await stage.rest.result(of: leg))
            #expect(moved.verbs.map(\.detail) == ["Over here"] && moved.status == "completed")
            let left = try #require(await stage.rest.result(of: sid))
            #expect(left.ending == .serverHungUp && stage.server.forms(at: "/done").count == 1)
        }
    }

    @Test func findsOutWhoAnsweredALeg() async throws {
        let page = #"""
            <Dial><Number machineDetection="Enable" amdStatusCallback="/amd">\#(Self.alice)</Number></Dial>
            """#
        try await withREST(pace: 100, respond: { $0.path == "/voice" ? .twiML(page) : .twiML("") }) { stage in
            stage.twilio.callees[Self.bob] = .human(after: .zero)
            stage.twilio.callees[Self.alice] = .machine(after: .zero)
            let sid = try await stage.client.post("Calls.json", stage.form(to: Self.bob)).text("sid") ?? ""
            while stage.server.forms(at: "/amd").isEmpty { await Task.yield() }
            let form = stage.server.forms(at: "/amd")[0]
            #expect(form["AnsweredBy"] == "machine_start" && form["CallSid"] != sid && form.count == 4)
        }
    }

    // MARK: Other verbs

    @Test func refersOnlySIPCallers() async throws {
        let page = #"<Refer action="/done"><Sip>sip:bob@example.com</Sip></Refer>"#
        var (result, server) = try await self.dial(["/voice": page], callees: [:]) { $0.from = "sip:me@example.com" }
        #expect(server.forms(at: "/done").first?["ReferCallStatus"] == "completed" && result.isClean)
        (result, server) = try await self.dial(["/voice": page], callees: [:])
        #expect(result.codes == [13_801] && server.forms(at: "/done").isEmpty)
    }

    @Test func echoesWhatIsSaid() async throws {
        let (result, _) = try await self.dial(["/voice": "<Echo/>"], callees: [:]) { call in
            let word = [UInt8](repeating: 0x10, count: 800)
            call.script = CallerScript(steps: [.audio(word), .expectHeard(within: .seconds(1)), .hangUp])
        }
        #expect(result.ending == .callerHungUp && result.recording.agent.contains(0x10))
    }

    @Test func leaveOutsideOfAQueueHangsUp() async throws {
        let (result, _) = try await self.dial(["/voice": "<Leave/><Say>never</Say>"], callees: [:])
        #expect(result.ending == .serverHungUp && result.verbNames == ["Leave"])
    }
}
