// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import SwitchboardTesting
import Testing
import Twilio

struct VerbTests {
    /// Answers each path with its verbs, and anything else with a hang-up.
    private func pages(_ pages: [String: String]) -> TwiMLServer.Respond {
        { request in .twiML(pages[request.path] ?? "<Hangup/>") }
    }

    @Test func runsVerbsInOrderAndHangsUpAfterTheLast() async throws {
        let verbs = #"<Say voice="alice">Hello <break/> you</Say><Pause length="2"/><Play digits="1w2W"/>"#
        let (result, _) = try await simulate(respond: self.pages(["/voice": verbs]))
        #expect(result.verbNames == ["Say", "Pause", "Play"])
        #expect(result.verbs.map(\.detail) == ["Hello  you", "", "1w2W"])
        #expect(result.ending == .documentEnded && result.status == "completed")
        // 10 characters, 2 s, and 200 + 500 + 200 + 1000 ms.
        #expect(result.seconds > 4.5 && result.seconds < 5)
    }

    @Test func anEmptyResponseEndsTheCall() async throws {
        let (result, _) = try await simulate(respond: self.pages(["/voice": ""]))
        #expect(result.ending == .documentEnded && result.verbs.isEmpty)
    }

    @Test func hangupLeavesTheRestUndone() async throws {
        let (result, _) = try await simulate(respond: self.pages(["/voice": "<Hangup/><Say>never</Say>"]))
        #expect(result.verbNames == ["Hangup"] && result.ending == .serverHungUp && result.status == "completed")
    }

    @Test(arguments: [("", "no-answer"), (#" reason="busy""#, "busy"), (#" reason="rejected""#, "no-answer")])
    func rejectAsTheFirstVerbDoesNotAnswer(_ attribute: String, _ status: String) async throws {
        let (result, _) = try await simulate(respond: self.pages(["/voice": "<Reject\(attribute)/>"]))
        #expect(result.ending == .rejected && result.status == status && result.seconds == 0)
    }

    @Test func rejectLaterIsLikeHangup() async throws {
        let (result, _) = try await simulate(respond: self.pages(["/voice": "<Say>no</Say><Reject/>"]))
        #expect(result.ending == .serverHungUp && result.status == "completed")
    }

    @Test func aDocumentWithOnlyAPauseIsNeverAnswered() async throws {
        let (result, _) = try await simulate(respond: self.pages(["/voice": #"<Pause length="3"/>"#]))
        #expect(result.status == "no-answer")
    }

    @Test func redirectResolvesAgainstTheDocument() async throws {
        let (result, server) = try await simulate(
            respond: self.pages([
                "/calls/in": "<Redirect>next?step=1&amp;x=2</Redirect><Say>never</Say>",
                "/calls/next": #"<Redirect method="GET">../other</Redirect>"#,
            ]),
            configure: { call, _ in call.url = "https://voice.example.com/calls/in" }
        )
        #expect(server.requests.map(\.path) == ["/calls/in", "/calls/next", "/other"])
        #expect(server.requests.map(\.method) == ["POST", "POST", "GET"])
        #expect(server.requests[1].target == "/calls/next?step=1&x=2")
        #expect(result.ending == .serverHungUp)
    }

    @Test func aLoopOfDocumentsIsEnded() async throws {
        let (result, server) = try await simulate(
            respond: self.pages(["/voice": "<Redirect>/voice</Redirect>"]),
            configure: { call, _ in call.limits.documents = 7 }
        )
        #expect(server.requests.count == 7 && result.ending == .documentLimit && !result.isClean)
    }

    @Test func unknownVerbsAndAttributesAreWarningsAndIgnored() async throws {
        let verbs = #"<Say voise="x">hi</Say><Sing/><Gather><Record/></Gather><Sms>q</Sms>"#
        let (result, _) = try await simulate(respond: self.pages(["/voice": verbs]))
        #expect(result.verbNames == ["Say", "Gather"])
        #expect(result.codes.count { $0 == 12_200 } == 3 && result.codes.count { $0 == 0 } == 1)
        #expect(result.isClean)
    }

    @Test func playFetchesTheSound() async throws {
        let (result, server) = try await simulate(respond: { request in
            request.path == "/hold.ul"
                ? .init(headers: [("Content-Type", "audio/basic")], body: [UInt8](repeating: 0xFF, count: 16_000))
                : .twiML(#"<Play loop="2">hold.ul</Play>"#)
        })
        #expect(server.requests.map(\.method) == ["POST", "GET"])
        #expect(result.seconds >= 4 && result.isClean)
    }

    @Test func playWithoutAudioIsAnError() async throws {
        let (result, _) = try await simulate(respond: self.pages(["/voice": "<Play>/page</Play>"]))
        #expect(result.codes == [13_420] && result.ending == .applicationError)
    }

    // MARK: Gather

    @Test(arguments: [
        (#"numDigits="1""#, "12", "1", nil as String?),
        ("", "12#9", "12", "#"),
        (#"finishOnKey="*""#, "1#2*3", "1#2", "*"),
        (#"finishOnKey="""#, "12#", "12#", nil),
        ("", "77", "77", nil),
    ])
    func gatherPostsTheKeys(_ attributes: String, _ keys: String, _ digits: String, _ finish: String?) async throws {
        let (result, server) = try await simulate(
            respond: self.pages([
                "/voice": #"<Gather action="/got" \#(attributes)><Say>Press</Say></Gather><Say>no</Say>"#
            ]),
            configure: { call, _ in call.script.gathers = [.digits(keys)] }
        )
        let form = try #require(server.forms(at: "/got").first)
        #expect(form["Digits"] == digits && form["FinishedOnKey"] == finish && form["CallStatus"] == "in-progress")
        #expect(result.verbs.map(\.outcome) == ["digits: \(digits)", nil, nil])
        #expect(result.verbNames == ["Gather", "Say", "Hangup"])
    }

    @Test func gatherPostsSpeechOnlyWhereItListens() async throws {
        let page = #"<Gather input="dtmf speech" action="/got"/><Gather action="/got"/>"#
        let (_, server) = try await simulate(
            respond: self.pages(["/voice": page, "/got": #"<Gather action="/again"/><Say>deaf</Say>"#]),
            configure: { call, _ in
                call.script.gathers = [.speech("to the kitchen", confidence: nil), .speech("not heard")]
            }
        )
        let form = try #require(server.forms(at: "/got").first)
        #expect(form["SpeechResult"] == "to the kitchen" && form["Confidence"] == nil && form["Digits"] == nil)
        #expect(server.forms(at: "/again").isEmpty)
    }

    @Test func gatherWithoutInputGoesOnWithTheNextVerb() async throws {
        let (result, server) = try await simulate(
            respond: self.pages(["/voice": #"<Gather action="/got" timeout="7"/><Say>Nobody there</Say>"#])
        )
        #expect(server.requests.count == 1)
        #expect(result.verbNames == ["Gather", "Say"] && result.verbs.first?.outcome == "nothing")
        #expect(result.verbs[1].at >= 7)
    }

    @Test func gatherReportsAnEmptyResultWhenAsked() async throws {
        let page = #"<Gather input="dtmf speech" action="/got" actionOnEmptyResult="true"/>"#
        let (_, server) = try await simulate(respond: self.pages(["/voice": page]))
        let form = try #require(server.forms(at: "/got").first)
        #expect(form["Digits"] == "" && form["SpeechResult"] == "")
    }

    @Test func gatherWithoutActionAsksTheSameDocument() async throws {
        let (result, server) = try await simulate(
            respond: self.pages(["/voice": "<Gather/><Say>done</Say>"]),
            configure: { call, _ in call.script.gathers = [.digits("1"), .digits("2")] }
        )
        #expect(server.forms(at: "/voice").map { $0["Digits"] } == [nil, "1", "2"])
        #expect(result.verbNames == ["Gather", "Gather", "Gather", "Say"])
    }

    @Test func aCallerMayHangUpAtAGather() async throws {
        let (result, _) = try await simulate(
            respond: self.pages(["/voice": "<Gather/><Say>never</Say>"]),
            configure: { call, _ in call.script.gathers = [.hangUp] }
        )
        #expect(result.ending == .callerHungUp && result.verbNames == ["Gather"])
    }

    @Test(arguments: [(#"input="voice""#, 13_310), (#"speechTimeout="auto" speechModel="default""#, 13_335)])
    func gatherRefusesWhatTwilioRefuses(_ attributes: String, _ code: Int) async throws {
        let (result, _) = try await simulate(respond: self.pages(["/voice": "<Gather \(attributes)/>"]))
        #expect(result.codes == [code] && result.ending == .applicationError)
    }

    // MARK: Record

    @Test func recordPostsTheRecording() async throws {
        let (result, server) = try await simulate(
            respond: self.pages([
                "/voice": #"<Record action="/got" recordingStatusCallback="/rec" maxLength="30"/><Say>never</Say>"#
            ]),
            configure: { call, _ in call.script.records = [RecordAnswer(.seconds(7), ending: .key("#"))] }
        )
        let form = try #require(server.forms(at: "/got").first)
        let sid = try #require(form["RecordingSid"])
        #expect(RecordingSID(sid) != nil && form["RecordingUrl"]?.hasSuffix(sid) == true)
        #expect(form["RecordingDuration"] == "7" && form["Digits"] == "#")
        let callback = try #require(server.forms(at: "/rec").first)
        #expect(callback["RecordingSid"] == sid && callback["RecordingStatus"] == "completed")
        #expect(result.verbs.first?.outcome == "7 s" && result.ending == .serverHungUp)
    }

    @Test func anEmptyRecordingGoesOnWithTheNextVerb() async throws {
        let (result, server) = try await simulate(
            respond: self.pages(["/voice": #"<Record action="/got"/><Say>You said nothing</Say>"#])
        )
        #expect(server.requests.count == 1 && result.verbNames == ["Record", "Say"])
    }

    @Test func aRecordingIsCutAtItsLimit() async throws {
        let (_, server) = try await simulate(
            respond: self.pages(["/voice": #"<Record action="/got" maxLength="5"/>"#]),
            configure: { call, _ in call.script.records = [RecordAnswer(.seconds(60), ending: .hangUp)] }
        )
        #expect(server.forms(at: "/got").map { $0["RecordingDuration"] } == ["5"])
        #expect(server.forms(at: "/got").map { $0["Digits"] } == [nil])
    }

    @Test func hangingUpIntoARecordingIsReportedToTheAction() async throws {
        let (result, server) = try await simulate(
            respond: self.pages(["/voice": #"<Record action="/got"/>"#, "/got": "<Say>never</Say>"]),
            configure: { call, _ in call.script.records = [RecordAnswer(.seconds(4), ending: .hangUp)] }
        )
        #expect(server.forms(at: "/got").first?["Digits"] == "hangup")
        #expect(result.ending == .callerHungUp && result.verbNames == ["Record"])
    }

    // MARK: Dial

    @Test(arguments: [
        (DialOutcome.completed(.seconds(9)), "completed", "9" as String?, "true"),
        (.busy, "busy", nil, "false"),
        (.noAnswer, "no-answer", nil, "false"),
        (.failed, "failed", nil, "false"),
    ])
    func dialReportsWhatBecameOfIt(
        _ outcome: DialOutcome,
        _ status: String,
        _ duration: String?,
        _ bridged: String
    ) async throws {
        let (result, server) = try await simulate(
            respond: self.pages(["/voice": #"<Dial action="/got" timeout="20"><Number>+15005550010</Number></Dial>"#]),
            configure: { call, _ in call.script.dials = [outcome] }
        )
        let form = try #require(server.forms(at: "/got").first)
        #expect(form["DialCallStatus"] == status && form["DialCallDuration"] == duration)
        #expect(form["DialBridged"] == bridged && form["DialCallSid"].flatMap { CallSID($0) } != nil)
        #expect(result.verbs.first?.detail == "+15005550010" && result.verbs.first?.outcome == status)
    }

    @Test func dialWithoutActionGoesOn() async throws {
        let (result, _) = try await simulate(
            respond: self.pages(["/voice": "<Dial>+15005550010</Dial><Say>Nobody</Say>"])
        )
        #expect(result.verbNames == ["Dial", "Say"] && result.verbs.first?.outcome == "no-answer")
        #expect(result.verbs[1].at >= 30)
    }

    @Test func aRecordedDialHasARecording() async throws {
        let page = #"<Dial action="/got" record="record-from-answer-dual" recordingStatusCallback="/rec">+1500</Dial>"#
        let (_, server) = try await simulate(
            respond: self.pages(["/voice": page]),
            configure: { call, _ in call.script.dials = [.completed(.seconds(3))] }
        )
        #expect(server.forms(at: "/got").first?["RecordingDuration"] == "3")
        #expect(server.forms(at: "/rec").first?["RecordingSource"] == "DialVerb")
    }

    @Test func ringingWithAnswerOnBridgeIsNotAnswered() async throws {
        let (result, _) = try await simulate(
            respond: self.pages(["/voice": #"<Dial answerOnBridge="true">+15005550010</Dial>"#])
        )
        #expect(result.status == "no-answer")
    }

    @Test func aDialWithoutANumberIsAnError() async throws {
        let (result, _) = try await simulate(respond: self.pages(["/voice": "<Dial/>"]))
        #expect(result.codes == [13_223])
    }

    // MARK: Time

    @Test func theCallerHangsUpWhereverTheCallIs() async throws {
        let clock = ManualClock()
        let pause = #"<Pause length="2"/><Say>a</Say><Pause length="60"/><Say>never</Say>"#
        try await withSimulation(clock: clock, respond: self.pages(["/voice": pause])) { twilio, server in
            var call = SimulatedCall(url: "https://voice.example.com/voice", account: .example)
            call.localOrigin = server.origin
            call.script.hangUpAfter = .seconds(10)
            call.statusCallback = "https://voice.example.com/status"
            async let placed = twilio.place(call)
            // Two seconds of ringing, a letter that is spoken, and then the rest of the ten seconds.
            for time in [Duration.seconds(2), .milliseconds(66), .seconds(8)] {
                await clock.waitForSleepers(1)
                clock.advance(by: time)
            }
            let result = try await placed
            #expect(result.ending == .callerHungUp && result.verbNames == ["Pause", "Say", "Pause"])
            #expect(server.forms(at: "/status").map { $0["CallStatus"] } == ["completed"])
            #expect(result.seconds == 8)
        }
    }

    @Test func theLongestCallIsBounded() async throws {
        let (result, _) = try await simulate(
            respond: self.pages(["/voice": #"<Say loop="0">for ever</Say>"#]),
            configure: { call, _ in call.limits.duration = .seconds(30) }
        )
        #expect(result.ending == .durationLimit && result.seconds <= 30.1)
    }

    @Test func verbsWaitOnTheGivenClock() async throws {
        let server = TwiMLServer(respond: self.pages(["/voice": #"<Say>a</Say><Pause length="3600"/>"#]))
        let group = MultiThreadedEventLoopGroup.singleton
        try await server.start(on: group)
        let clock = ManualClock()
        let twilio = SimulatedTwilio(eventLoopGroup: group, clock: clock)
        var call = SimulatedCall(url: "\(server.origin)/voice", account: .example)
        call.limits.duration = .seconds(7200)
        let placed = call
        async let result = twilio.place(placed)
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(1))
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(3600))
        #expect(try await result.ending == .documentEnded)
        try await twilio.shutdown()
        try await server.stop()
    }
}
