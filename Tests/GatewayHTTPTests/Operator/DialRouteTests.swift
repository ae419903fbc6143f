// SPDX-License-Identifier: Apache-2.0

import CallCore
import SwitchboardTesting
import Testing
import Twilio

@testable import GatewayHTTP

/// `POST /api/calls`.
@Suite(.timeLimit(.minutes(1)))
struct DialRouteTests {
    private static let order = #"{"to": "+12025550143", "idempotencyKey": "reminder-17", "greeting": "Your table."}"#

    private func run(
        _ configure: (inout TestGateway.Setup) throws -> Void = { _ in },
        _ body: (TestGateway, ScriptedCarrier) async throws -> Void
    ) async throws {
        let carrier = ScriptedCarrier()
        try await TestGateway.run({ setup in
            setup.mayCall(carrier)
            setup.dialogues = ["bookings": setup.dialogue]
            try configure(&setup)
        }) { try await body($0, carrier) }
    }

    @Test func makesACallAndShowsIt() async throws {
        try await self.run { gateway, carrier in
            let answer = try await gateway.order("/api/calls", Self.order)
            #expect(answer.status == 201)
            let call = try #require(carrier.dialled.first)
            #expect(call.to == "+12025550143" && call.from == "+15005550006")
            #expect(call.answerURL == "https://voice.example.com/api/calls/incoming?order=reminder-17")
            #expect(call.statusURL == "https://voice.example.com/api/calls/status?order=reminder-17")
            #expect(call.fallbackURL == "https://voice.example.com/api/calls/fallback?order=reminder-17")
            let location = try #require(answer["location"])
            #expect(location.hasPrefix("/api/calls/CA"))
            #expect(answer.body.contains(#""direction":"outbound""#))
            #expect(
                answer.body.contains(#""plan":{"greeting":"Your table.","onMachine":"talk","order":"reminder-17"}"#)
            )
            let shown = try await RawHTTP.request("GET", location, port: gateway.port)
            #expect(shown.status == 200 && shown.body == answer.body)
        }
    }

    @Test func tellsTheCarrierAllThatWasOrdered() async throws {
        try await self.run { gateway, carrier in
            let order = """
                {"to": "client:alice", "from": "+15005550007", "dialogue": "bookings", "machineDetection": "async",
                 "onMachine": {"leave": "Please call back."}, "timeLimitSeconds": 600, "ringSeconds": 20}
                """
            let answer = try await gateway.order("/api/calls", order)
            #expect(answer.status == 201, "\(answer.body)")
            let call = try #require(carrier.dialled.first)
            #expect(call.to == "client:alice" && call.from == "+15005550007")
            #expect(call.machineDetection == .async)
            #expect(call.machineURL == "https://voice.example.com/api/calls/amd")
            #expect(call.timeLimit == .seconds(600) && call.ringLimit == .seconds(20))
            #expect(answer.body.contains(#""message":"Please call back.","onMachine":"leave""#))
            let keys = try await gateway.order("/api/calls", #"{"to": "client:alice", "sendDigits": "ww1"}"#)
            #expect(keys.status == 201 && carrier.dialled.last?.sendDigits == "ww1")
        }
    }

    @Test func dialsAnOrderThatComesTwiceOnce() async throws {
        try await self.run { gateway, carrier in
            let first = try await gateway.order("/api/calls", Self.order)
            let second = try await gateway.order("/api/calls", Self.order)
            #expect(second.status == 200 && second["location"] == first["location"])
            let bare = #"{"to": "+12025550143", "greeting": "Your table."}"#
            for key in ["reminder-17", "\"reminder-17\""] {
                let third = try await gateway.order("/api/calls", bare, headers: [("Idempotency-Key", key)])
                #expect(third.status == 200 && third["location"] == first["location"])
            }
            let other = #"{"to": "+12025550144", "idempotencyKey": "reminder-17"}"#
            let fourth = try await gateway.order("/api/calls", other)
            #expect(fourth.status == 422 && fourth.body.contains(#""field":"idempotencyKey""#))
            #expect(carrier.deeds.count == 1)
        }
    }

    @Test(
        arguments: [
            (#"{}"#, 422, "to"), (#"{"to": ""}"#, 422, "to"), (#"{"to": "12025550143"}"#, 422, "to"),
            (#"{"to": 12025550143}"#, 422, "to"), (#"{"to": "+12025550143", "too": 1}"#, 422, "too"),
            (#"{"to": "+12025550143", "<b>": 1}"#, 422, #"\u003cb\u003e"#),
            (#"{"to": "+12025550143", "onMachine": {"leave": "x", "by": "y"}}"#, 422, "onMachine.by"),
            (#"{"to": "+12025550143", "onMachine": "explode"}"#, 422, "onMachine"),
            (#"{"to": "+12025550143", "machineDetection": "maybe"}"#, 422, "machineDetection"),
            (#"{"to": "+12025550143", "dialogue": "unknown"}"#, 422, "dialogue"),
            (#"{"to": "+12025550143", "ringSeconds": "20"}"#, 422, "ringSeconds"),
            (#"{"to": "+12025550143", "ringSeconds": 1.5}"#, 400, nil),
            (#"{"to": "+12025550143", "timeLimitSeconds": -1}"#, 422, "timeLimitSeconds"),
            (#"{"to": "+441632960000"}"#, 403, "to"), (#"{"to": "+19005550143"}"#, 403, "to"),
            (#"{"to": "+12025550143", "from": "+12025550199"}"#, 403, "from"),
            (#"[]"#, 400, nil), (#"{"to""#, 400, nil), (#"{"to": ["+12025550143"]}"#, 400, nil), ("null", 400, nil),
            (String(repeating: #"{"a":"#, count: 20), 400, nil),
        ] as [(String, Int, String?)]
    )
    func refusesWhatMakesNoSense(_ json: String, _ status: Int, _ field: String?) async throws {
        try await self.run { gateway, carrier in
            let answer = try await gateway.order("/api/calls", json)
            #expect(answer.status == status, "\(answer.body)")
            #expect(answer["content-type"] == "application/problem+json")
            if let field { #expect(answer.body.contains(#""field":"\#(field)""#), "\(answer.body)") }
            #expect(!answer.body.contains("12025550143"))
            #expect(carrier.deeds.isEmpty)
        }
    }

    @Test func readsOnlyJSONOfAReasonableSize() async throws {
        try await self.run { gateway, carrier in
            let wrong = try await RawHTTP.request(
                "POST",
                "/api/calls",
                port: gateway.port,
                headers: [("Content-Type", "application/xml")],
                body: Array(Self.order.utf8)
            )
            #expect(wrong.status == 415)
            let large = #"{"to": "\#(String(repeating: "1", count: 256 << 10))"}"#
            #expect(try await gateway.order("/api/calls", large).status == 413)
            #expect(carrier.deeds.isEmpty)
        }
    }

    @Test(arguments: [
        (CarrierError.Code.invalidNumber, 422), (.notAllowed, 403), (.unavailable, 503), (.rateLimited, 503),
        (.unknownOutcome, 504), (.refused, 502), (.unauthorised, 502), (.callIsOver, 409),
    ])
    func saysWhatTheCarrierSaid(_ code: CarrierError.Code, _ status: Int) async throws {
        try await self.run { gateway, carrier in
            carrier.fail(with: CarrierError(code, "The reason.", carrierCode: 21_211, retryAfter: .seconds(7)))
            let answer = try await gateway.order("/api/calls", Self.order)
            #expect(answer.status == status)
            #expect(answer.body.contains("The reason. (the carrier's error 21211)"))
            if [503, 504].contains(status) { #expect(answer["retry-after"] == "7") }
            #expect(answer.body.contains(#""outcome":"unknown""#) == (code == .unknownOutcome))
            let logged = gateway.lines("call not made").first
            #expect(logged?["carrier.error"] == code.description)
            #expect(!gateway.logText.contains("2025550143"))
        }
    }

    @Test func findsOutByAWebhookWhatTheCarrierDidNotSay() async throws {
        try await self.run { gateway, carrier in
            carrier.fail(with: CarrierError(.unknownOutcome, "Lost."))
            #expect(try await gateway.order("/api/calls", Self.order).status == 504)
            #expect(try await gateway.order("/api/calls", Self.order).status == 504)
            carrier.fail(with: nil)
            let call = CallSID.random()
            let form = TestGateway.form(
                call: call,
                ["Direction": "outbound-api", "SequenceNumber": "0"],
                status: "initiated"
            )
            #expect(try await gateway.post("/api/calls/status?order=reminder-17", form).status == 204)
            let answer = try await gateway.order("/api/calls", Self.order)
            #expect(answer.status == 200 && answer["location"] == "/api/calls/\(call)")
            #expect(try await gateway.record(call)?.info.plan?.greeting == "Your table.")
            #expect(carrier.deeds.count == 1)
        }
    }

    @Test func losesNoPlanWhenTheWebhookIsFasterThanTheCarrier() async throws {
        try await self.run { gateway, carrier in
            let call = CallSID.random()
            carrier.hold()
            carrier.name(CallID(call.description))
            async let ordering = gateway.order("/api/calls", Self.order)
            try await gateway.eventually { !carrier.deeds.isEmpty }
            let form = TestGateway.form(call: call, ["Direction": "outbound-api"], status: "in-progress")
            let document = try await gateway.post("/api/calls/incoming?order=reminder-17", form)
            #expect(document.body.contains("<Stream"))
            carrier.release()
            #expect(try await ordering.status == 201)
            let record = try #require(try await gateway.record(call))
            #expect(record.info.plan?.greeting == "Your table." && record.info.direction == .outbound)
            let received = try await gateway.kinds(call).count { if case .received = $0 { true } else { false } }
            #expect(received == 1)
        }
    }

    @Test func dialsNobodyWhenItStarts() async throws {
        let store = InMemoryCallStore()
        try await self.run({ $0.store = store }) { gateway, carrier in
            _ = try await gateway.order("/api/calls", Self.order)
            carrier.fail(with: CarrierError(.unknownOutcome, "Lost."))
            _ = try await gateway.order("/api/calls", #"{"to": "+12025550143", "idempotencyKey": "reminder-18"}"#)
            await gateway.journal.flush()
        }
        try await self.run({ $0.store = store }) { gateway, carrier async throws in
            #expect(try await gateway.order("/api/calls", Self.order).status == 200)
            #expect(carrier.deeds.isEmpty)
        }
    }

    @Test func makesOnlySoManyCallsAMinute() async throws {
        try await self.run({ $0.gateway.calling.callsPerMinute = 2 }) { gateway, carrier in
            for _ in 0..<2 {
                #expect(try await gateway.order("/api/calls", #"{"to": "client:alice"}"#).status == 201)
            }
            let answer = try await gateway.order("/api/calls", #"{"to": "client:alice"}"#)
            #expect(answer.status == 429 && answer["retry-after"] != nil)
            #expect(carrier.deeds.count == 2)
        }
    }

    @Test func saysWhatIsMissingWithoutACarrier() async throws {
        try await TestGateway.run { gateway in
            let answer = try await gateway.order("/api/calls", Self.order)
            #expect(answer.status == 503 && answer.body.contains("TWILIO_ACCOUNT_SID"))
        }
    }

    @Test func answersBothMethodsOfItsPathAndNoOther() async throws {
        try await self.run { gateway, _ in
            #expect(try await RawHTTP.request("GET", "/api/calls", port: gateway.port).status == 200)
            let answer = try await RawHTTP.request("DELETE", "/api/calls", port: gateway.port)
            #expect(answer.status == 405 && answer["allow"] == "GET, HEAD, POST")
        }
    }

    @Test(arguments: [["+1", "1"], ["germany"]])
    func startsOnlyWithDestinationsThatAreSome(_ destinations: [String]) async throws {
        await #expect(throws: GatewayError.self) {
            try await TestGateway.run({ $0.gateway.calling.destinations = destinations }) { _ in }
        }
    }
}
