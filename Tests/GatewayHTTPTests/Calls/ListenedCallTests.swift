// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOPosix
import SwitchboardTesting
import Testing
import Twilio

@testable import GatewayHTTP

/// Whole calls of people with people, as Twilio makes them, with both sides heard to the frame.
@Suite(.timeLimit(.minutes(2)))
struct ListenedCallTests {
    private static let person = "+15005550009"

    /// Somebody calls and is connected with somebody; both do what their scripts say.
    private func place(
        _ steps: [CallerStep],
        answeredBy callee: SimulatedCallee,
        perTrack: Bool = false,
        configure: (inout TestGateway.Setup) -> Void = { _ in },
        _ check: (SimulatedCallResult, TestGateway) async throws -> Void
    ) async throws {
        try await TestGateway.run({ setup in
            setup.recogniser = NumberedRecogniser()
            setup.gateway.listening = .everything(dialing: Self.person)
            setup.gateway.listeningAnnouncement = "This call is transcribed."
            configure(&setup)
        }) { gateway in
            let url = TestGateway.publicURL + GatewayPath.incoming
            var call = SimulatedCall(url: url, account: SimulatedAccount(sid: TestGateway.account, authToken: "12345"))
            call.localOrigin = "http://127.0.0.1:\(gateway.port)"
            call.verbPace = 10
            call.limits.close = .seconds(20)
            call.countsChunksPerTrack = perTrack
            call.script = CallerScript(steps: steps)
            let twilio = SimulatedTwilio(eventLoopGroup: MultiThreadedEventLoopGroup.singleton)
            twilio.callees[Self.person] = callee
            let result = try await twilio.place(call)
            try await twilio.shutdown()
            try await check(result, gateway)
        }
    }

    private static func numbers(_ lines: [SpokenLine], of speaker: Speaker) -> [Int] {
        lines.filter { $0.speaker == speaker }.flatMap { $0.text.split(separator: " ").compactMap { Int($0) } }
    }

    @Test(arguments: [false, true])
    func writesDownWhatBothSaidWhileTheyTalkedAtOnce(perTrack: Bool) async throws {
        let said: [CallerStep] = [.wait(.seconds(6)), .audio(NumberedSpeech.audio(1...100)), .wait(.seconds(30))]
        let answered: [CallerStep] = [.wait(.seconds(1)), .audio(NumberedSpeech.audio(5_001...5_200))]
        let callee = SimulatedCallee(
            .human(hello: .zero),
            rings: .seconds(1),
            talks: .seconds(12),
            script: CallerScript(steps: answered)
        )
        try await self.place(said, answeredBy: callee, perTrack: perTrack) { result, gateway in
            #expect(result.verbs.map(\.name).starts(with: ["Say", "Start", "Dial"]))
            let id = CallID(result.sid)
            try await gateway.eventually { try await gateway.store.call(id)?.termination == .streamStopped }
            let lines = try await gateway.store.transcript(of: id).map(\.line)
            #expect(Self.numbers(lines, of: .caller) == Array(1...100))
            #expect(Self.numbers(lines, of: .agent) == Array(5_001...5_200))
            #expect(result.backgroundStreams.map(\.closeCode) == [1000])
        }
    }

    @Test func peopleTalkOnWhenTheStreamBreaks() async throws {
        let steps: [CallerStep] = [
            .wait(.seconds(6)), .audio(NumberedSpeech.audio(1...50)), .wait(.seconds(1)), .fault(.drop),
            .wait(.seconds(30)),
        ]
        let callee = SimulatedCallee.human(after: .seconds(1), talking: .seconds(15))
        try await self.place(steps, answeredBy: callee) { result, gateway in
            let dial = try #require(result.verbs.first { $0.name == "Dial" })
            #expect(dial.outcome == "completed" && result.ending == .serverHungUp)
            let id = CallID(result.sid)
            try await gateway.eventually { try await gateway.store.call(id)?.termination == .connectionLost }
            let lines = try await gateway.store.transcript(of: id).map(\.line)
            #expect(Self.numbers(lines, of: .caller) == Array(1...50))
            let next = try await gateway.store.call(id)?.next
            #expect(next == .hangUp)
        }
    }

    @Test func peopleAreConnectedWhenTheStreamCannotBeOpened() async throws {
        let callee = SimulatedCallee.human(after: .seconds(1), talking: .seconds(2))
        try await self.place([.wait(.seconds(60))], answeredBy: callee, configure: { $0.gateway.streams.unstarted = 0 })
        {
            result,
            gateway in
            #expect(result.verbs.first { $0.name == "Dial" }?.outcome == "completed")
            #expect(result.backgroundStreams.map(\.httpStatus) == [503])
            #expect(result.violations.map(\.code).contains(31_920))
            let lines = try await gateway.store.transcript(of: CallID(result.sid))
            #expect(lines.isEmpty)
        }
    }
}
