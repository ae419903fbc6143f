// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import CallCore
import NIOPosix
import SwitchboardTesting
import Synchronization
import Testing
import Twilio
import TwilioCarrier
import TwilioREST

@testable import GatewayHTTP

/// A gateway, a simulated Twilio with its REST API, and the real client and carrier between them.
struct ControlStage: Sendable {
    static let account = SimulatedAccount(sid: TestGateway.account, authToken: "12345")
    static let friend = "+15005550010"

    let gateway: TestGateway
    let twilio: SimulatedTwilio
    let rest: SimulatedREST

    private init(gateway: TestGateway, twilio: SimulatedTwilio, rest: SimulatedREST) {
        self.gateway = gateway
        self.twilio = twilio
        self.rest = rest
    }

    /// Does what it is asked to.
    private struct ObedientResponder: Responder {
        let hints = SpeechHints()

        func respond(to turn: CallerTurn, in context: DialogueContext) async throws -> CallCore.Response {
            switch turn.text {
            case "goodbye": .answer(Reply(text: "Bye", action: .hangUp, source: "test"))
            default: .answer(Reply(text: "You said \(turn.text)", source: "test"))
            }
        }
    }

    static func run(
        hearing lines: [ScriptedRecogniser.Line] = [],
        pace: Double = 20,
        http: HTTPClient? = nil,
        _ configure: @escaping (inout TestGateway.Setup) -> Void = { _ in },
        _ body: (ControlStage) async throws -> Void
    ) async throws {
        let late = LateCarrier()
        let voice = ToneSynthesiser(perLetter: .milliseconds(8))
        try await TestGateway.run({ setup in
            setup.mayCall(late)
            setup.recogniser = ScriptedRecogniser(lines)
            setup.synthesiser = voice
            setup.dialogue.responder = ObedientResponder()
            configure(&setup)
        }) { gateway in
            let twilio = SimulatedTwilio(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, synthesiser: voice)
            let rest = try await twilio.serveREST(
                account: Self.account,
                routes: [TestGateway.publicURL: "http://127.0.0.1:\(gateway.port)"],
                configure: { $0.verbPace = pace }
            )
            let credentials = TwilioCredentials.authToken(
                account: try #require(AccountSID(TestGateway.account)),
                token: "12345"
            )
            let client = TwilioClient(
                credentials: credentials,
                endpoint: try TwilioEndpoint(url: rest.baseURL),
                http: http
            )
            late.become(TwilioCarrier(client: client))
            do {
                try await body(ControlStage(gateway: gateway, twilio: twilio, rest: rest))
            } catch {
                try? await client.shutdown()
                try? await rest.stop()
                try? await twilio.shutdown()
                throw error
            }
            try await client.shutdown()
            try await rest.stop()
            try await twilio.shutdown()
        }
    }

    /// Orders a call and waits for its end.
    func order(_ json: String) async throws -> (result: SimulatedCallResult, record: CallRecord) {
        let answer = try await self.gateway.order("/api/calls", json)
        #expect(answer.status == 201, "\(answer.body)")
        let sid = String(try #require(answer["location"]).split(separator: "/").last ?? "")
        let result = try #require(await self.rest.result(of: sid))
        return (result, try await self.settled(sid))
    }

    /// The record of a call once the carrier has reported its end.
    func settled(_ sid: String) async throws -> CallRecord {
        try await self.until { try await self.record(sid)?.status.isTerminal == true }
        return try #require(try await self.record(sid))
    }

    func record(_ sid: String) async throws -> CallRecord? {
        await self.gateway.journal.flush()
        return try await self.gateway.store.call(CallID(sid))
    }

    func kinds(_ sid: String) async throws -> [CallEvent.Kind] {
        try await self.gateway.store.events(of: CallID(sid)).map(\.event.kind)
    }

    func lines(_ sid: String) async throws -> [String] {
        await self.gateway.journal.flush()
        return try await self.gateway.store.transcript(of: CallID(sid)).map(\.line.text)
    }

    /// A call that somebody makes to us.
    func inboundCall(pace: Double = 20, _ steps: [CallerStep] = []) -> SimulatedCall {
        var call = SimulatedCall(url: TestGateway.publicURL + GatewayPath.incoming, account: Self.account)
        call.localOrigin = "http://127.0.0.1:\(self.gateway.port)"
        call.statusCallback = TestGateway.publicURL + GatewayPath.status
        call.verbPace = pace
        call.script = CallerScript(steps: steps)
        return call
    }

    /// The verbs that calls have begun, by call.
    private let verbs = VerbLog()

    private final class VerbLog: Sendable {
        private let names = Mutex<[String: [String]]>([:])

        func take(_ event: SimulatedCallEvent, of call: String) {
            guard case .verb(let verb) = event else { return }
            self.names.withLock { $0[call, default: []].append(verb.name) }
        }

        func names(of call: String) -> [String] { self.names.withLock { $0[call] ?? [] } }
    }

    /// Waits until a call has come to a verb.
    func reached(_ verb: String, in sid: String) async throws {
        try await self.until { self.verbs.names(of: sid).contains(verb) }
    }

    /// Places a call and does something meanwhile.
    func place(
        _ call: SimulatedCall,
        while body: (String) async throws -> Void
    ) async throws -> (result: SimulatedCallResult, record: CallRecord) {
        let verbs = self.verbs
        async let placed = self.twilio.place(call) { verbs.take($0, of: call.sid) }
        try await body(call.sid)
        let result = try await placed
        return (result, try await self.settled(call.sid))
    }

    func command(_ sid: String, _ command: String, _ json: String = "{}") async throws {
        let answer = try await self.gateway.order("/api/calls/\(sid)/\(command)", json)
        #expect(answer.status == 202, "\(command): \(answer.body)")
    }

    /// Waits until a line was said in a call.
    func heard(_ text: String, in sid: String) async throws {
        try await self.until { try await self.lines(sid).contains(text) }
    }

    /// Waits until something is so, for as long as a busy machine may need.
    func until(_ condition: () async throws -> Bool) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(60)
        while try await !condition() {
            guard clock.now < deadline else { throw TestGateway.NeverHappened() }
            try await clock.sleep(for: .milliseconds(20))
        }
    }
}
