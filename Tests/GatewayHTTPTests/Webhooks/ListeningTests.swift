// SPDX-License-Identifier: Apache-2.0

import CallCore
import SwitchboardTesting
import Testing
import Twilio

@testable import GatewayHTTP

/// Which calls are listened to, and that none depends on it.
@Suite(.timeLimit(.minutes(1)))
struct ListeningTests {
    private static let person = "+15005550009"
    private static let announcement = "This call is transcribed."

    private static func listens(_ mode: ListeningMode) -> (inout TestGateway.Setup) -> Void {
        { setup in
            setup.gateway.listening = mode
            setup.gateway.listeningAnnouncement = Self.announcement
        }
    }

    /// A call whose conversation ended with a transfer asks what comes next.
    private func afterTransfer(on gateway: TestGateway) async throws -> (call: CallSID, twiML: String) {
        let call = CallSID.random()
        _ = try await gateway.call(call)
        let id = CallID(call.description)
        for kind in [CallEvent.Kind.nextDecided(.transfer(to: Self.person)), .streamEnded(.transferred)] {
            _ = try await gateway.journal.append(gateway.journal.event(kind, in: id))
        }
        let form = TestGateway.form(call: call, status: "in-progress")
        return (call, try await gateway.post("/api/calls/next", form).body)
    }

    /// The order of the verbs matters: told, then listened to, then connected.
    private func expectListening(_ twiML: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let places = ["<Say>\(Self.announcement)</Say>", "<Start><Stream url=\"wss://voice.example.com", "<Dial"]
            .compactMap { twiML.firstRange(of: $0)?.lowerBound }
        #expect(places.count == 3 && places == places.sorted(), "\(twiML)", sourceLocation: sourceLocation)
        let stream = try #require(twiML.split(separator: "<Start>").last)
        #expect(stream.contains(#"name="listening" track="both_tracks""#), sourceLocation: sourceLocation)
        #expect(
            stream.contains(#"statusCallback="https://voice.example.com/api/calls/stream-status""#),
            sourceLocation: sourceLocation
        )
        #expect(twiML.contains(Self.person), sourceLocation: sourceLocation)
    }

    @Test func aTransferIsNotListenedToUnlessItIsWanted() async throws {
        try await TestGateway.run(Self.listens(.off)) { gateway in
            let (_, twiML) = try await self.afterTransfer(on: gateway)
            #expect(twiML.contains("<Dial") && !twiML.contains("<Start") && !twiML.contains(Self.announcement))
        }
    }

    @Test func aTransferGoesOnBeingTranscribedWhereThatIsWanted() async throws {
        try await TestGateway.run(Self.listens(.transfers)) { gateway in
            let (call, twiML) = try await self.afterTransfer(on: gateway)
            try self.expectListening(twiML)
            let token = try #require(TestGateway.sealer.pass(in: try TestGateway.token(in: twiML)))
            let grant = try #require(gateway.manager.redeem(token, for: [.listening]))
            #expect(grant.purpose == .listening && grant.info.id.rawValue == call.description)
        }
    }

    @Test func anIncomingCallStillTalksWithUsWhenOnlyTransfersAreListenedTo() async throws {
        try await TestGateway.run(Self.listens(.transfers)) { gateway in
            let answer = try await gateway.post("/api/calls/incoming", TestGateway.form(call: .random()))
            #expect(answer.body.contains("<Connect>") && !answer.body.contains("<Start>"))
        }
    }

    @Test func everyIncomingCallIsConnectedAtOnceWhereThatIsWanted() async throws {
        try await TestGateway.run(Self.listens(.everything(dialing: Self.person))) { gateway in
            let call = CallSID.random()
            let answer = try await gateway.post("/api/calls/incoming", TestGateway.form(call: call))
            try self.expectListening(answer.body)
            #expect(!answer.body.contains("<Connect>"))
            try await gateway.eventually {
                try await gateway.store.call(CallID(call.description))?.next == .transfer(to: Self.person)
            }
            // Asked again, it is connected again.
            let next = try await gateway.post("/api/calls/next", TestGateway.form(call: call, status: "in-progress"))
            try self.expectListening(next.body)
        }
    }

    @Test func aCallOfOursIsNoIncomingCall() async throws {
        try await TestGateway.run(Self.listens(.everything(dialing: Self.person))) { gateway in
            var form = TestGateway.form(call: .random())
            form = FormParameters(
                form.map { $0.name == "Direction" ? .init(name: "Direction", value: "outbound-api") : $0 }
            )
            let answer = try await gateway.post("/api/calls/incoming", form)
            #expect(answer.body.contains("<Connect>") && !answer.body.contains("<Dial"))
        }
    }

    @Test func peopleAreConnectedWhenNobodyCanListen() async throws {
        let full: (inout TestGateway.Setup) -> Void = { setup in
            Self.listens(.everything(dialing: Self.person))(&setup)
            setup.manager.maximumCalls = 0
        }
        try await TestGateway.run(full) { gateway in
            let answer = try await gateway.post("/api/calls/incoming", TestGateway.form(call: .random()))
            #expect(answer.body.contains("<Dial") && answer.body.contains(Self.person))
            #expect(!answer.body.contains("<Start>") && !answer.body.contains(Self.announcement))
        }
    }

    @Test func peopleAreConnectedWhenTheStoreRefuses() async throws {
        let broken: (inout TestGateway.Setup) -> Void = { setup in
            Self.listens(.everything(dialing: Self.person))(&setup)
            setup.journal.capacity = 0
        }
        try await TestGateway.run(broken) { gateway in
            let answer = try await gateway.post("/api/calls/incoming", TestGateway.form(call: .random()))
            #expect(answer.status == 200 && answer.body.contains("<Dial") && answer.body.contains(Self.person))
            #expect(!answer.body.contains("<Start>"))
        }
    }

    @Test(arguments: ["", "12025550143", "client:", "sip:nobody", "<x>"])
    func refusesToDialWhatIsNoAddress(_ address: String) throws {
        var configuration = try TestGateway.Setup().gateway
        configuration.listening = .everything(dialing: address)
        #expect(throws: GatewayError.self) { try configuration.check() }
    }
}
