// SPDX-License-Identifier: Apache-2.0

import CallCore
import Synchronization
import Testing
import Twilio
import TwilioCarrier
import TwilioREST
import TwilioRESTTestSupport

/// Orders of the core become requests to Twilio, and Twilio's errors become the core's.
@Suite struct TwilioCarrierTests {
    private static let call = CallID("CA00000000000000000000000000000001")

    private static var order: OutboundCall {
        OutboundCall(
            to: "+14155550100",
            from: "+14155550123",
            answerURL: "https://v.example.com/api/calls/answered/token",
            statusURL: "https://v.example.com/api/calls/status"
        )
    }

    private static func perform<Value>(
        _ replies: [ScriptedReply],
        _ body: (TwilioCarrier, Stage) async throws -> Value
    ) async throws -> Value {
        try await Stage.perform(replies: replies) { try await body(TwilioCarrier(client: $0.client), $0) }
    }

    @Test func dials() async throws {
        try await Self.perform([.answer(201, Stage.callJSON(7))]) { carrier, stage in
            let call = try await carrier.dial(Self.order)
            #expect(call == CallID("CA00000000000000000000000000000007"))
            let form = try #require(try stage.server.requests.first?.form())
            #expect(
                form == [
                    "To": "+14155550100", "From": "+14155550123",
                    "Url": "https://v.example.com/api/calls/answered/token",
                    "Method": "POST", "StatusCallback": "https://v.example.com/api/calls/status",
                    "StatusCallbackMethod": "POST", "StatusCallbackEvent": "initiated",
                    "StatusCallbackEvent": "ringing",
                    "StatusCallbackEvent": "answered", "StatusCallbackEvent": "completed", "Timeout": "30",
                ]
            )
        }
    }

    @Test func dialsWithEverything() async throws {
        var order = Self.order
        order.fallbackURL = "https://v.example.com/api/calls/fallback"
        order.machineDetection = .async
        order.machineURL = "https://v.example.com/api/calls/machine"
        order.timeLimit = .seconds(600)
        order.sendDigits = "ww12"
        try await Self.perform([.answer(201, Stage.callJSON(7))]) { carrier, stage in
            _ = try await carrier.dial(order)
            let form = try #require(try stage.server.requests.first?.form())
            #expect(form["FallbackUrl"] == "https://v.example.com/api/calls/fallback")
            #expect(form["MachineDetection"] == "Enable")
            #expect(form["AsyncAmd"] == "true")
            #expect(form["AsyncAmdStatusCallback"] == "https://v.example.com/api/calls/machine")
            #expect(form["AsyncAmdStatusCallbackMethod"] == "POST")
            #expect(form["TimeLimit"] == "600")
            #expect(form["SendDigits"] == "ww12")
        }
    }

    @Test(arguments: [
        (OutboundCall.MachineDetection.off, String?.none), (.enable, "Enable"), (.detectMessageEnd, "DetectMessageEnd"),
    ])
    func detectsMachines(_ detection: OutboundCall.MachineDetection, _ word: String?) async throws {
        var order = Self.order
        order.machineDetection = detection
        try await Self.perform([.answer(201, Stage.callJSON(7))]) { carrier, stage in
            _ = try await carrier.dial(order)
            let form = try #require(try stage.server.requests.first?.form())
            #expect(form["MachineDetection"] == word)
            #expect(form["AsyncAmd"] == nil)
        }
    }

    @Test(arguments: ["", "0123", "anonymous", "whatsapp:+14155550100", "+266696687", "40404"])
    func doesNotDialWhatIsNoNumber(_ to: String) async throws {
        var order = Self.order
        order.to = to
        try await Self.perform([]) { carrier, stage in
            let error = await #expect(throws: CarrierError.self) { try await carrier.dial(order) }
            #expect(error?.code == .invalidNumber)
            #expect(stage.server.requests.isEmpty)
        }
    }

    private static let refusals: [(status: Int, code: Int, meaning: CarrierError.Code)] = [
        (400, 21_211, .invalidNumber), (400, 21_217, .invalidNumber), (400, 21_214, .invalidNumber),
        (400, 13_224, .invalidNumber), (400, 21_210, .notAllowed), (400, 21_212, .notAllowed),
        (400, 21_215, .notAllowed),
        (403, 21_215, .notAllowed), (400, 21_216, .notAllowed), (400, 21_219, .notAllowed), (403, 20_005, .notAllowed),
        (403, 20_403, .notAllowed), (401, 20_003, .unauthorised), (403, 20_003, .unauthorised), (400, 21_205, .refused),
        (404, 20_404, .refused), (400, 20_001, .refused),
    ]

    @Test(arguments: Self.refusals.indices)
    func understandsWhyTwilioDoesNotDial(_ index: Int) async throws {
        let (status, code, meaning) = Self.refusals[index]
        try await Self.perform([.error(status, code: code, "No: +14155550100")]) { carrier, stage in
            let error = await #expect(throws: CarrierError.self) { try await carrier.dial(Self.order) }
            #expect(error?.code == meaning)
            #expect(error?.carrierCode == code)
            #expect(error?.description.contains("4155550100") == false)
            #expect(stage.server.requests.count == 1)
        }
    }

    @Test func saysWhenToComeBack() async throws {
        let limited = ScriptedReply.error(429, code: 20_429, "Too Many Requests", headers: ["Retry-After: 9"])
        try await Self.perform(Array(repeating: limited, count: 9)) { carrier, _ in
            let error = await #expect(throws: CarrierError.self) { try await carrier.dial(Self.order) }
            #expect(error?.code == .rateLimited)
            #expect(error?.retryAfter == .seconds(9))
        }
    }

    @Test func aLostAnswerIsLookedFor() async throws {
        let made = #"{"calls":[\#(Stage.callJSON(7)),\#(Stage.callJSON(8))],"next_page_uri":null}"#
        let replies: [ScriptedReply] = [.close, .json(made), .json(#"{"calls":[]}"#)]
        try await Self.perform(replies) { carrier, stage in
            let error = await #expect(throws: CarrierError.self) { try await carrier.dial(Self.order) }
            #expect(error?.code == .unknownOutcome)
            #expect(stage.server.requests.filter { $0.method == "POST" }.count == 1)
        }
        try await Stage.perform(replies: replies) { stage in
            let asked = Asked()
            let carrier = TwilioCarrier(client: stage.client) { order, call in
                asked.orders.withLock { $0.append(order) }
                return call.rawValue.hasSuffix("8") ? .ours : .foreign
            }
            let call = try await carrier.dial(Self.order)
            #expect(call == CallID("CA00000000000000000000000000000008"))
            #expect(asked.orders.withLock { $0 } == [Self.order, Self.order])
        }
    }

    private final class Asked: Sendable {
        let orders = Mutex<[OutboundCall]>([])
    }

    @Test func hangsUp() async throws {
        try await Self.perform([.json(Stage.callJSON(1, status: "completed"))]) { carrier, stage in
            try await carrier.hangUp(Self.call)
            #expect(try stage.server.requests.first?.form() == ["Status": "completed"])
        }
    }

    @Test func hangingUpACallThatIsOverIsNoError() async throws {
        let over = ScriptedReply.error(400, code: 21_220, "Call is not in-progress. Cannot redirect.")
        try await Self.perform([over]) { carrier, _ in try await carrier.hangUp(Self.call) }
        try await Self.perform([over]) { carrier, _ in try await carrier.stopRecording(Self.call) }
        try await Self.perform([over]) { carrier, _ in try await carrier.stopListening(Self.call, name: "in") }
        try await Self.perform([over]) { carrier, _ in
            let error = await #expect(throws: CarrierError.self) {
                try await carrier.redirect(Self.call, to: "https://a.example")
            }
            #expect(error?.code == .callIsOver)
        }
    }

    @Test func redirects() async throws {
        try await Self.perform([.json(Stage.callJSON(1))]) { carrier, stage in
            try await carrier.redirect(Self.call, to: "https://v.example.com/api/calls/next")
            #expect(
                try stage.server.requests.first?.form() == [
                    "Url": "https://v.example.com/api/calls/next", "Method": "POST",
                ]
            )
        }
        try await Self.perform([.html(502)]) { carrier, stage in
            let error = await #expect(throws: CarrierError.self) {
                try await carrier.redirect(Self.call, to: "https://a.example")
            }
            #expect(error?.code == .unknownOutcome)
            #expect(stage.server.requests.count == 1)
        }
    }

    @Test func reports() async throws {
        let body =
            #"{"sid":"CA00000000000000000000000000000001","status":"completed","duration":"15","#
            + #""answered_by":"machine_end_beep"}"#
        try await Self.perform([.json(body), .json(Stage.callJSON(1, status: "ringing"))]) { carrier, _ in
            let report = try await carrier.report(on: Self.call)
            #expect(report == CarrierReport(status: .completed, seconds: 15, answeredBy: .machineEndBeep))
            let second = try await carrier.report(on: Self.call)
            #expect(second == CarrierReport(status: .ringing))
        }
        try await Self.perform([.error(404, code: 20_404, "not found")]) { carrier, _ in
            for call in [Self.call, CallID("../Calls")] {
                let report = try await carrier.report(on: call)
                #expect(report == nil)
            }
        }
        try await Self.perform([.json(Stage.callJSON(1, status: "a-new-state"))]) { carrier, _ in
            let error = await #expect(throws: CarrierError.self) { try await carrier.report(on: Self.call) }
            #expect(error?.code == .unavailable)
        }
    }

    @Test func saysWhenTwilioCannotTellOfACall() async throws {
        let limited = ScriptedReply.error(429, code: 20_429, "Too Many Requests", headers: ["Retry-After: 9"])
        let refusals: [(reply: ScriptedReply, code: CarrierError.Code)] = [
            (limited, .rateLimited), (.close, .unavailable), (.error(503, code: 20_503, "down"), .unavailable),
            (.error(401, code: 20_003, "no"), .unauthorised), (.json("<html>"), .unavailable),
        ]
        for (reply, code) in refusals {
            try await Self.perform(Array(repeating: reply, count: 9)) { carrier, stage in
                let error = await #expect(throws: CarrierError.self) { try await carrier.report(on: Self.call) }
                #expect(error?.code == code, "\(code)")
                if code == .rateLimited { #expect(error?.retryAfter == .seconds(9)) }
                #expect(stage.server.requests.allSatisfy { $0.method == "GET" })
            }
        }
    }

    @Test func neverHeardOfOtherCalls() async throws {
        try await Self.perform([.error(404, code: 20_404, "not found")]) { carrier, stage in
            for call in [CallID("../Calls"), CallID("RE00000000000000000000000000000001"), Self.call] {
                let error = await #expect(throws: CarrierError.self) { try await carrier.hangUp(call) }
                #expect(error?.code == .unknownCall)
            }
            #expect(stage.server.requests.count == 1)
        }
    }

    @Test func recordsAndListens() async throws {
        let replies: [ScriptedReply] = [
            .answer(201, #"{"sid":"RE00000000000000000000000000000001","status":"in-progress"}"#),
            .answer(200, #"{"sid":"RE00000000000000000000000000000001","status":"stopped"}"#),
            .answer(200, #"{"sid":"MZ00000000000000000000000000000001","status":"in-progress"}"#),
            .answer(200, #"{"sid":"MZ00000000000000000000000000000001","status":"stopped"}"#),
        ]
        try await Self.perform(replies) { carrier, stage in
            let recording = try await carrier.startRecording(Self.call, statusURL: "https://a.example/r")
            #expect(recording == "RE00000000000000000000000000000001")
            try await carrier.stopRecording(Self.call)
            let stream = try await carrier.startListening(
                Self.call,
                url: "wss://a.example/listen",
                name: "listen",
                parameters: [("token", "x")]
            )
            #expect(stream == "MZ00000000000000000000000000000001")
            try await carrier.stopListening(Self.call, name: "listen")
            let forms = try stage.server.requests.map { try $0.form() }
            #expect(forms[0]["RecordingChannels"] == "dual")
            #expect(forms[1] == ["Status": "stopped"])
            #expect(forms[2]["Track"] == "both_tracks")
            #expect(forms[2]["Parameter1.Value"] == "x")
            #expect(stage.server.requests[3].path.hasSuffix("/Streams/listen.json"))
        }
    }
}
