// SPDX-License-Identifier: Apache-2.0

import CallCore
import SwitchboardTesting
import Testing
import Twilio

@testable import GatewayHTTP

/// `POST /api/calls/{sid}/hangup`, `/transfer`, `/say`, `/hold` and `/resume` of calls without a stream here: the carrier
/// carries them out. Those with a stream are in ``ControlledCallTests``.
@Suite(.timeLimit(.minutes(1)))
struct CommandRouteTests {
    private func run(
        _ configure: (inout TestGateway.Setup) throws -> Void = { _ in },
        _ body: (TestGateway, ScriptedCarrier) async throws -> Void
    ) async throws {
        let carrier = ScriptedCarrier()
        try await TestGateway.run({ setup in
            setup.mayCall(carrier)
            try configure(&setup)
        }) { try await body($0, carrier) }
    }

    /// Asks what comes next, at the address the carrier was given.
    private func next(_ call: CallSID, at url: String, on gateway: TestGateway) async throws -> String {
        let target = url.replacing(TestGateway.publicURL, with: "")
        return try await gateway.post(target, TestGateway.form(call: call, status: "in-progress")).body
    }

    private static let transferred: [CallEvent.Kind] = [
        TestGateway.stream, .nextDecided(.transfer(to: "+15005550009")), .streamEnded(.transferred),
    ]

    @Test func hangsUp() async throws {
        try await self.run { gateway, carrier in
            let call = try await gateway.receive(Self.transferred)
            let answer = try await gateway.order("/api/calls/\(call)/hangup")
            #expect(answer.status == 202)
            #expect(answer.body == #"{"call":"\#(call)","command":"hangup","way":"carrier"}"#)
            #expect(carrier.deeds == [.hangUp(CallID(call.description))])
            let kinds = try await gateway.kinds(call)
            #expect(kinds.contains(.commanded(.hangUp, by: "local")))
            let record = try #require(try await gateway.record(call))
            #expect(record.termination == .operatorHungUp && record.next == .hangUp)
        }
    }

    @Test func movesACallToAnotherPerson() async throws {
        try await self.run { gateway, carrier in
            let call = try await gateway.receive(Self.transferred)
            let answer = try await gateway.order(
                "/api/calls/\(call)/transfer",
                #"{"to": "+12025550199", "whisper": "A patient caller."}"#
            )
            #expect(answer.status == 202, "\(answer.body)")
            let url = try #require(carrier.redirects.first)
            let document = try await self.next(call, at: url, on: gateway)
            #expect(document.contains(#"<Number url="https://voice.example.com/api/calls/whisper""#))
            #expect(document.contains(">+12025550199</Number>"))
            let kinds = try await gateway.kinds(call)
            let command = OperatorCommand.transfer(to: "+12025550199", whisper: "A patient caller.")
            let commanded = try #require(kinds.firstIndex(of: .commanded(command, by: "local")))
            let decided = try #require(
                kinds.firstIndex(of: .nextDecided(.transfer(to: "+12025550199", whisper: "A patient caller.")))
            )
            #expect(commanded < decided)
        }
    }

    @Test func letsNoStreamThatWasBrokenOffOverruleTheOperator() async throws {
        try await self.run { gateway, carrier in
            let call = try await gateway.receive([TestGateway.stream])
            _ = try await gateway.order("/api/calls/\(call)/transfer", #"{"to": "+12025550199"}"#)
            // Another instance's stream takes the redirect for the end of the call.
            for kind in [CallEvent.Kind.nextDecided(.hangUp), .streamEnded(.callerHungUp)] {
                _ = try await gateway.journal.append(gateway.journal.event(kind, in: CallID(call.description)))
            }
            let url = try #require(carrier.redirects.first)
            #expect(try await self.next(call, at: url, on: gateway).contains(">+12025550199</Number>"))
            let record = try #require(try await gateway.record(call))
            #expect(record.next == .transfer(to: "+12025550199") && record.isActive)
        }
    }

    @Test(arguments: [
        ("client:alice", "<Client "), ("sip:desk@pbx.example.com", "<Sip "),
        ("conference:Room 5", "<Conference>Room 5<"),
        ("queue:support", ">support</Enqueue>"),
    ])
    func movesACallToAnyTarget(_ to: String, _ expected: String) async throws {
        try await self.run { gateway, carrier in
            let call = try await gateway.receive(Self.transferred)
            #expect(try await gateway.order("/api/calls/\(call)/transfer", #"{"to": "\#(to)"}"#).status == 202)
            let url = try #require(carrier.redirects.first)
            #expect(try await self.next(call, at: url, on: gateway).contains(expected))
        }
    }

    @Test func whispersASummaryOfWhatTheCallerSaid() async throws {
        try await self.run { gateway, carrier in
            let line = SpokenLine(
                speaker: .caller,
                text: "a table\u{202E} for\ntwo",
                start: .zero,
                end: .seconds(1),
                source: "test"
            )
            let call = try await gateway.receive([TestGateway.stream, .spoken(line)] + Self.transferred.dropFirst())
            let answer = try await gateway.order(
                "/api/calls/\(call)/transfer",
                #"{"to": "+12025550199", "summary": true}"#
            )
            #expect(answer.status == 202)
            let leg: FormParameters = [
                "CallSid": CallSID.random().description, "ParentCallSid": call.description,
                "AccountSid": TestGateway.account, "CallStatus": "in-progress",
            ]
            let whisper = try await gateway.post("/api/calls/whisper", leg)
            #expect(whisper.body.hasSuffix("<Response><Say>The caller said: a table for two.</Say></Response>"))
        }
    }

    @Test func whispersNothingWhereThereIsNothingToWhisper() async throws {
        try await self.run { gateway, _ in
            let call = try await gateway.receive(Self.transferred)
            for parent in [call.description, CallSID.random().description, "nonsense"] {
                let leg: FormParameters = [
                    "CallSid": CallSID.random().description, "ParentCallSid": parent,
                    "AccountSid": TestGateway.account, "CallStatus": "in-progress",
                ]
                #expect(try await gateway.post("/api/calls/whisper", leg).body.hasSuffix("<Response/>"))
            }
        }
    }

    @Test func holdsAndTakesUpAgain() async throws {
        try await self.run { gateway, carrier in
            let call = try await gateway.receive(Self.transferred)
            #expect(try await gateway.order("/api/calls/\(call)/hold").status == 202)
            let wait = try await self.next(call, at: try #require(carrier.redirects.first), on: gateway)
            #expect(wait.contains(#"action="https://voice.example.com/api/calls/queue?for=hold""#))
            #expect(wait.contains(">switchboard-hold</Enqueue>") && !wait.contains("waitUrl"))
            #expect(try await gateway.record(call)?.isActive == true)
            #expect(try await gateway.order("/api/calls/\(call)/hold").status == 409)
            #expect(try await gateway.order("/api/calls/\(call)/resume").status == 202)
            let document = try await self.next(call, at: try #require(carrier.redirects.last), on: gateway)
            let token = try #require(TestGateway.sealer.pass(in: try TestGateway.token(in: document)))
            let grant = try #require(gateway.manager.redeem(token))
            #expect(grant.isResumed && grant.opening == "Thank you for holding. How can I help you?")
            let kinds = try await gateway.kinds(call)
            #expect(kinds.contains(.commanded(.hold, by: "local")) && kinds.contains(.commanded(.resume, by: "local")))
        }
    }

    @Test func playsOurOwnMusicForOnlySoLong() async throws {
        try await self.run({ setup in
            setup.gateway.calling.holdMusicURL = "https://cdn.example.com/hold.wav"
            setup.gateway.calling.longestHold = .seconds(60)
        }) { gateway, carrier in
            let call = try await gateway.receive(Self.transferred)
            _ = try await gateway.order("/api/calls/\(call)/hold")
            let wait = try await self.next(call, at: try #require(carrier.redirects.first), on: gateway)
            #expect(wait.contains(#"waitUrl="https://voice.example.com/api/calls/queue?part=wait""#))
            func hears(after seconds: String) async throws -> String {
                let form = TestGateway.form(call: call, ["QueueTime": seconds], status: "in-progress")
                return try await gateway.post("/api/calls/queue?part=wait", form).body
            }
            #expect(try await hears(after: "59").contains("<Play>https://cdn.example.com/hold.wav</Play>"))
            #expect(try await hears(after: "60").contains("<Leave/>"))
            let form = TestGateway.form(call: call, ["QueueResult": "leave"], status: "in-progress")
            let left = try await gateway.post("/api/calls/queue?for=hold", form)
            #expect(left.body.contains("/api/calls/next?from=hold</Redirect>"))
            let next = try await gateway.post("/api/calls/next?from=hold", form)
            #expect(next.body.contains("<Stream"))
        }
    }

    @Test(arguments: [("bridged", "<Hangup/>"), ("hangup", "<Hangup/>"), ("redirected", "<Hangup/>")])
    func answersWhenTheQueueIsLeft(_ result: String, _ expected: String) async throws {
        try await self.run { gateway, _ in
            let call = try await gateway.receive(Self.transferred)
            let form = TestGateway.form(call: call, ["QueueResult": result], status: "in-progress")
            #expect(try await gateway.post("/api/calls/queue?for=transfer", form).body.contains(expected))
        }
    }

    @Test func takesAMessageWhenTheQueueIsFull() async throws {
        try await self.run { gateway, _ in
            let call = try await gateway.receive(Self.transferred)
            let form = TestGateway.form(call: call, ["QueueResult": "queue-full"], status: "in-progress")
            #expect(try await gateway.post("/api/calls/queue?for=transfer", form).body.contains("<Record"))
            // A held caller is not lost to a full queue.
            #expect(
                try await gateway.post("/api/calls/queue?for=hold", form).body.contains("/api/calls/next</Redirect>")
            )
        }
    }

    // MARK: What is refused

    @Test(arguments: ["hangup", "transfer", "say", "hold", "resume"])
    func knowsNoCallThatIsNotThere(_ command: String) async throws {
        try await self.run { gateway, carrier in
            let body = ["transfer": #"{"to": "client:alice"}"#, "say": #"{"text": "hello"}"#][command] ?? "{}"
            #expect(try await gateway.order("/api/calls/\(CallSID.random())/\(command)", body).status == 404)
            #expect(try await gateway.order("/api/calls/nonsense/\(command)", body).status == 404)
            let over = try await gateway.receive([.status(.completed, duration: 7, sequence: 1)])
            #expect(try await gateway.order("/api/calls/\(over)/\(command)", body).status == 409)
            #expect(carrier.deeds.isEmpty)
            #expect(try await gateway.kinds(over).count == 2)
        }
    }

    @Test func saysNothingIntoACallWithoutAStreamHere() async throws {
        try await self.run { gateway, _ in
            let call = try await gateway.receive(Self.transferred)
            let answer = try await gateway.order("/api/calls/\(call)/say", #"{"text": "hello"}"#)
            #expect(answer.status == 409 && answer.body.contains("no stream here"))
        }
    }

    @Test func resumesNothingThatGoesOn() async throws {
        try await self.run { gateway, _ in
            let call = try await gateway.receive([TestGateway.stream])
            #expect(try await gateway.order("/api/calls/\(call)/resume").status == 409)
        }
    }

    @Test(arguments: [
        ("transfer", "{}", 422), ("transfer", #"{"to": "nowhere"}"#, 422),
        ("transfer", #"{"to": "+441632960000"}"#, 403),
        ("transfer", #"{"to": "client:alice", "whisper": "x", "summary": true}"#, 422),
        ("transfer", #"{"to": "conference:Room", "whisper": "x"}"#, 422),
        ("transfer", #"{"to": "client:alice", "summary": "yes"}"#, 422), ("say", "{}", 422),
        ("say", #"{"text": ""}"#, 422), ("say", #"{"text": "x", "loud": true}"#, 422), ("hold", #"{"x": 1}"#, 422),
        ("hangup", #"{"x": 1}"#, 422), ("resume", #"{"x": 1}"#, 422),
    ])
    func refusesWhatMakesNoSense(_ command: String, _ json: String, _ status: Int) async throws {
        try await self.run { gateway, carrier in
            let call = try await gateway.receive(Self.transferred)
            let answer = try await gateway.order("/api/calls/\(call)/\(command)", json)
            #expect(answer.status == status, "\(answer.body)")
            #expect(carrier.deeds.isEmpty)
            #expect(try await gateway.kinds(call).count == 4)
        }
    }

    @Test func mayAlwaysSendCallersWhereTheDialogueSendsThem() async throws {
        try await self.run({ setup in
            setup.gateway.calling.destinations = []
            setup.dialogue.policy.transferNumber = "+441632960000"
        }) { gateway, carrier in
            let call = try await gateway.receive([TestGateway.stream])
            #expect(try await gateway.order("/api/calls/\(call)/transfer", #"{"to": "+441632960000"}"#).status == 202)
            #expect(try await gateway.order("/api/calls/\(call)/transfer", #"{"to": "+12025550199"}"#).status == 403)
            #expect(carrier.deeds.count == 1)
        }
    }

    @Test func undoesADecisionThatTheCarrierDidNotCarryOut() async throws {
        try await self.run { gateway, carrier in
            let call = try await gateway.receive(Self.transferred)
            carrier.fail(with: CarrierError(.unavailable, "Away."))
            let answer = try await gateway.order("/api/calls/\(call)/hold")
            #expect(answer.status == 503 && answer["retry-after"] == "5")
            #expect(try await gateway.record(call)?.next == .transfer(to: "+15005550009"))
            carrier.fail(with: CarrierError(.unknownOutcome, "Lost."))
            #expect(try await gateway.order("/api/calls/\(call)/hold").status == 504)
            #expect(try await gateway.record(call)?.next == .hold)
        }
    }

    @Test func saysWhatIsMissingWithoutACarrier() async throws {
        try await TestGateway.run { gateway in
            let call = try await gateway.receive(Self.transferred)
            for command in ["hangup", "hold", "resume"] {
                let answer = try await gateway.order("/api/calls/\(call)/\(command)")
                #expect(answer.status == 503 && answer.body.contains("TWILIO_ACCOUNT_SID"))
            }
            #expect(try await gateway.record(call)?.next == .transfer(to: "+15005550009"))
        }
    }
}
