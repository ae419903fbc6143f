// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SwitchboardTesting
import Testing
import Twilio

@Suite(.timeLimit(.minutes(2)))
struct OutboundCallTests {
    private static let number = "+15005550010"
    private static let allEvents: FormParameters = [
        "StatusCallback": "https://voice.example.com/status", "StatusCallbackEvent": "initiated",
        "StatusCallbackEvent": "ringing", "StatusCallbackEvent": "answered", "StatusCallbackEvent": "completed",
    ]

    @Test func reachesSomebodyAndReportsEveryStep() async throws {
        try await withREST { stage in
            stage.twilio.callees[Self.number] = .human(after: .seconds(3))
            let result = try await stage.call(Self.number, Self.allEvents)
            #expect(result.ending == .documentEnded && result.status == "completed" && result.isClean)
            let document = try #require(stage.server.forms(at: "/voice").first)
            #expect(document["Direction"] == "outbound-api" && document["CallStatus"] == "in-progress")
            #expect(document["To"] == Self.number && document["AnsweredBy"] == nil)
            let callbacks = stage.server.forms(at: "/status")
            #expect(callbacks.map { $0["CallStatus"] } == ["initiated", "ringing", "in-progress", "completed"])
            #expect(callbacks.map { $0["SequenceNumber"] } == ["0", "1", "2", "3"])
            #expect(callbacks.allSatisfy { $0["CallbackSource"] == "call-progress-events" && $0["Timestamp"] != nil })
            let seconds = String(Int(result.seconds.rounded(.up)))
            #expect(callbacks[3]["CallDuration"] == seconds && callbacks[3]["Duration"] == "1")
            #expect(callbacks[2]["CallDuration"] == nil)
            let row = try await stage.client.get("Calls/\(result.sid).json")
            #expect(row.text("status") == "completed" && row.text("duration") == seconds)
            #expect(row.text("start_time") != nil && row.text("end_time") != nil)
        }
    }

    @Test(arguments: [
        (SimulatedCallee.busy, "busy", "486", 3), (.noAnswer, "no-answer", "487", 3), (.failed, "failed", "404", 2),
        (.rejected, "failed", "603", 2), (.human(after: .seconds(21)), "no-answer", "487", 3),
    ])
    func reachesNobody(_ callee: SimulatedCallee, _ status: String, _ sip: String, _ count: Int) async throws {
        try await withREST { stage in
            stage.twilio.callees[Self.number] = callee
            var form = Self.allEvents
            form.append("Timeout", "20")
            let result = try await stage.call(Self.number, form)
            #expect(result.ending == .notAnswered && result.status == status && result.documents.isEmpty)
            let callbacks = stage.server.forms(at: "/status")
            #expect(callbacks.count == count && callbacks.last?["CallStatus"] == status)
            #expect(callbacks.last?["SipResponseCode"] == sip && callbacks.last?["CallDuration"] == "0")
            #expect(try await stage.client.get("Calls/\(result.sid).json").text("status") == status)
        }
    }

    @Test func executesTheDocumentItIsGiven() async throws {
        try await withREST { stage in
            stage.twilio.callees[Self.number] = .human()
            let form: FormParameters = [
                "To": Self.number, "From": "+15005550006",
                "Twiml": #"<Response><Say>Hi</Say><Gather action="/got"/></Response>"#,
            ]
            let answer = try await stage.client.post("Calls.json", form)
            let result = try #require(await stage.rest.result(of: answer.text("sid") ?? ""))
            #expect(result.verbNames == ["Say", "Gather"] && stage.server.requests.isEmpty)
            var long = form
            long.append("Url", "https://voice.example.com/voice")
            // The URL wins over the document.
            _ = try await stage.client.post("Calls.json", long)
            let tooLong = FormParameters(
                form.filter { $0.name != "Twiml" } + [.init(name: "Twiml", value: String(repeating: " ", count: 4001))]
            )
            #expect(try await stage.client.post("Calls.json", tooLong).code == 32_018)
        }
    }

    @Test func relativeURLsOfAGivenDocumentAreError15004() async throws {
        try await withREST { stage in
            stage.twilio.callees[Self.number] = .human(script: CallerScript(gathers: [.digits("1#")]))
            let answer = try await stage.client.post(
                "Calls.json",
                [
                    "To": Self.number, "From": "+15005550006",
                    "Twiml": #"<Response><Gather action="/got"/></Response>"#,
                ]
            )
            let result = try #require(await stage.rest.result(of: answer.text("sid") ?? ""))
            #expect(result.codes == [15_004] && result.ending == .applicationError)
        }
    }

    @Test func asksTheFallback() async throws {
        try await withREST(respond: { $0.path == "/voice" ? .status(500) : .twiML("<Say>Sorry</Say>") }) { stage in
            stage.twilio.callees[Self.number] = .human()
            let result = try await stage.call(
                Self.number,
                ["FallbackUrl": "https://voice.example.com/fallback", "FallbackMethod": "GET"]
            )
            #expect(result.verbNames == ["Say"])
            let request = try #require(stage.server.requests.last)
            #expect(request.method == "GET" && request.target.contains("ErrorCode=11200"))
        }
    }

    @Test func keepsToTheTimeLimit() async throws {
        try await withREST(respond: { _ in .twiML(#"<Pause length="9000"/>"#) }) { stage in
            stage.twilio.callees[Self.number] = .human()
            let result = try await stage.call(Self.number, ["TimeLimit": "300"])
            #expect(result.ending == .durationLimit && result.seconds == 300)
        }
    }

    // MARK: Machine detection

    @Test(arguments: [
        (SimulatedCallee.human(), "Enable", "human", "2200"), (.machine(), "Enable", "machine_start", "2400"),
        (.machine(greeting: .seconds(6)), "DetectMessageEnd", "machine_end_beep", "6500"),
        (.machine(greeting: .seconds(6), beeps: false), "DetectMessageEnd", "machine_end_silence", "7200"),
        (.machine(greeting: .seconds(60)), "DetectMessageEnd", "unknown", "30000"),
        (.fax, "Enable", "fax", "1000"), (SimulatedCallee(.silence), "Enable", "unknown", "5000"),
    ])
    func findsOutWhoAnswers(_ callee: SimulatedCallee, _ mode: String, _ word: String, _ time: String) async throws {
        try await withREST { stage in
            stage.twilio.callees[Self.number] = callee
            var form = Self.allEvents
            form.append("MachineDetection", mode)
            let result = try await stage.call(Self.number, form)
            let document = try #require(stage.server.forms(at: "/voice").first)
            #expect(document["AnsweredBy"] == word && document["MachineDetectionDuration"] == time)
            // The document waits for the verdict.
            #expect(result.documents[0].at >= 2 + (Double(time) ?? 0) / 1000)
            #expect(stage.server.forms(at: "/status").last?["AnsweredBy"] == word)
            #expect(try await stage.client.get("Calls/\(result.sid).json").text("answered_by") == word)
        }
    }

    @Test func findsItOutBesideTheDocument() async throws {
        try await withREST(pace: 100, respond: { _ in .twiML(#"<Pause length="9000"/>"#) }) { stage in
            stage.twilio.callees[Self.number] = .machine()
            let form = stage.form(
                to: Self.number,
                [
                    "MachineDetection": "Enable", "AsyncAmd": "true",
                    "AsyncAmdStatusCallback": "https://voice.example.com/amd",
                ]
            )
            let sid = try await stage.client.post("Calls.json", form).text("sid") ?? ""
            while stage.server.forms(at: "/amd").isEmpty { await Task.yield() }
            #expect(stage.server.forms(at: "/voice").first?["AnsweredBy"] == nil)
            let verdict = stage.server.forms(at: "/amd")[0]
            #expect(
                Set(verdict.map(\.name)) == ["CallSid", "AccountSid", "AnsweredBy", "MachineDetectionDuration"]
            )
            #expect(verdict["AnsweredBy"] == "machine_start" && verdict["CallSid"] == sid)
            await stage.log.wait(forVerb: "Pause")
            // The server reacts, as it would to a machine.
            let twiML = "<Response><Say>Call us back</Say></Response>"
            #expect(try await stage.client.post("Calls/\(sid).json", ["Twiml": twiML]).status == 200)
            let result = try #require(await stage.rest.result(of: sid))
            #expect(result.verbNames == ["Pause", "Say"])
            #expect(result.callbacks.map(\.url) == ["https://voice.example.com/amd"])
        }
    }

    @Test func pressesKeysInsteadOfDetecting() async throws {
        try await withREST { stage in
            stage.twilio.callees[Self.number] = .machine(after: .zero)
            let result = try await stage.call(Self.number, ["MachineDetection": "Enable", "SendDigits": "1wW2"])
            #expect(stage.server.forms(at: "/voice").first?["AnsweredBy"] == nil)
            #expect(result.documents[0].at == 1.9)
        }
    }

    // MARK: Callbacks

    @Test(arguments: [
        (SimulatedCall.CallbackFault.lost, ["0", "2", "3"]), (.twice, ["0", "1", "1", "2", "3"]),
        (.afterNext, ["0", "2", "1", "3"]), (.last, ["0", "2", "3", "1"]),
    ])
    func callbacksComeLateTwiceOrNever(_ fault: SimulatedCall.CallbackFault, _ order: [String]) async throws {
        try await withSimulation(respond: { _ in .twiML("<Say>Hello</Say>") }) { twilio, server in
            var call = SimulatedCall(url: "https://voice.example.com/voice", account: .example)
            call.localOrigin = server.origin
            call.verbPace = 1000
            call.statusCallback = "https://voice.example.com/status"
            call.statusCallbackEvents = Set(SimulatedCall.Progress.allCases)
            call.callbackFaults = [.ringing: fault]
            _ = try await twilio.place(call)
            #expect(server.forms(at: "/status").map { $0["SequenceNumber"] } == order)
        }
    }

    @Test func recordsTheWholeCall() async throws {
        try await withREST(respond: { _ in .twiML(#"<Pause length="4"/>"#) }) { stage in
            stage.twilio.callees[Self.number] = .human()
            var form = Self.allEvents
            form.append("Record", "true")
            form.append("RecordingChannels", "dual")
            form.append("RecordingStatusCallback", "https://voice.example.com/recorded")
            let result = try await stage.call(Self.number, form)
            let last = try #require(stage.server.forms(at: "/status").last)
            let sid = try #require(last["RecordingSid"])
            #expect(last["RecordingDuration"] == "4" && last["RecordingUrl"]?.hasSuffix(sid) == true)
            try await stage.rest.stop()
            let recorded = try #require(stage.server.forms(at: "/recorded").first)
            #expect(recorded["RecordingStatus"] == "completed" && recorded["RecordingSource"] == "OutboundAPI")
            #expect(recorded["RecordingChannels"] == "2" && recorded["CallSid"] == result.sid)
        }
    }

    @Test func callsWaitForTheirTurn() async throws {
        try await withREST(pace: 1) { stage in
            stage.rest.settings.callsPerSecond = 0.01
            stage.twilio.callees[Self.number] = .human(after: .zero)
            let first = try await stage.call(Self.number)
            #expect(first.status == "completed")
            let second = try await stage.client.post("Calls.json", stage.form(to: Self.number, Self.allEvents))
            let sid = second.text("sid") ?? ""
            #expect(try await stage.client.get("Calls/\(sid).json").text("status") == "queued")
            #expect(try await stage.client.post("Calls/\(sid).json", ["Status": "canceled"]).status == 200)
            let result = await stage.rest.result(of: sid)
            #expect(result?.status == "canceled" && stage.server.forms(at: "/status").isEmpty)
        }
    }
}
