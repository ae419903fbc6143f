// SPDX-License-Identifier: Apache-2.0

import CallCore
import FAQDialogue
import NIOPosix
import SwitchboardTesting
import Testing
import Twilio

@testable import GatewayHTTP

/// Whole calls in words, as Twilio makes them.
@Suite(.timeLimit(.minutes(1)))
struct RelayCallTests {
    /// Does what it is asked to, and tells what it was told before.
    private struct ObedientResponder: Responder {
        let hints = SpeechHints(phrases: ["a person", "at {time}"], slots: ["time": ["seven"]], keywords: ["goodbye"])

        func respond(to turn: CallerTurn, in context: DialogueContext) async throws -> CallCore.Response {
            switch turn.text {
            case "a person": .answer(Reply(text: "Yes", action: .transfer(to: "+15005550009"), source: "test"))
            case "goodbye": .answer(Reply(text: "Bye", action: .hangUp, source: "test"))
            case "what did I hear":
                .answer(Reply(text: context.history.last?.heard ?? "nothing", source: "test"))
            case "count": .answer(Reply(text: Self.count, source: "test"))
            default: .answer(Reply(text: "You said \(turn.text)", source: "test"))
            }
        }

        static let count = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    }

    /// Patient: the simulated caller's clock runs faster than the machine may.
    private static let agent = CallerStep.waitForAgent(timeout: .seconds(160))

    private func place(
        _ steps: [CallerStep],
        options: RelayOptions = RelayOptions(),
        responder: any Responder = ObedientResponder(),
        prompts: DialoguePrompts = DialoguePrompts(greeting: "Hello there"),
        dials: [DialOutcome] = [],
        configure: (inout TestGateway.Setup) -> Void = { _ in },
        call configureCall: (inout SimulatedCall) -> Void = { _ in },
        report: @escaping @Sendable (SimulatedCallEvent) -> Void = { _ in },
        meanwhile: @escaping @Sendable (TestGateway) async -> Void = { _ in },
        _ check: (SimulatedCallResult, TestGateway) async throws -> Void
    ) async throws {
        try await TestGateway.run({ setup in
            setup.gateway.conversation = .relay(options)
            setup.dialogue = Dialogue(prompts: prompts, policy: DialoguePolicy(), responder: responder)
            configure(&setup)
        }) { gateway in
            let url = TestGateway.publicURL + GatewayPath.incoming
            var call = SimulatedCall(url: url, account: .init(sid: TestGateway.account, authToken: "12345"))
            call.localOrigin = "http://127.0.0.1:\(gateway.port)"
            call.statusCallback = TestGateway.publicURL + GatewayPath.status
            call.verbPace = 1_000
            call.pace = 4
            call.script = CallerScript(steps: steps, dials: dials)
            configureCall(&call)
            let twilio = SimulatedTwilio(
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                synthesiser: ToneSynthesiser(perLetter: .milliseconds(60))
            )
            async let aside: Void = meanwhile(gateway)
            let result = try await twilio.place(call, report: report)
            await aside
            try await twilio.shutdown()
            try await check(result, gateway)
        }
    }

    private func transcript(_ result: SimulatedCallResult, _ gateway: TestGateway) async throws -> [String] {
        await gateway.journal.flush()
        return try await gateway.store.transcript(of: CallID(result.sid)).map {
            "\($0.line.speaker.rawValue): \($0.line.text)" + ($0.line.isInterrupted ? " —" : "")
        }
    }

    // MARK: The main path

    @Test func answersAQuestionAndHangsUp() async throws {
        let steps: [CallerStep] = [
            Self.agent, .say("hello you"), Self.agent, .say("goodbye"), Self.agent,
        ]
        try await self.place(steps) { result, gateway in
            #expect(result.violations == [] && result.failures == [])
            #expect(result.ending == .serverHungUp)
            let relay = try #require(result.relays.first)
            #expect(relay.said == ["hello you", "goodbye"])
            #expect(relay.heard.map(\.text) == ["Hello there", "You said hello you", "Bye"])
            #expect(relay.heard.allSatisfy { !$0.isCutOff })
            #expect(relay.status == "ended" && relay.closeCode == 1000)
            #expect(relay.handoffData == #"{"next":"hang_up","reason":"agent_hung_up"}"#)
            // What is kept is what was said and heard.
            #expect(
                try await self.transcript(result, gateway) == [
                    "agent: Hello there", "caller: hello you", "agent: You said hello you", "caller: goodbye",
                    "agent: Bye",
                ]
            )
            let record = try #require(try await gateway.store.call(CallID(result.sid)))
            #expect(record.termination == .agentHungUp && record.status == .completed)
            let next = try #require(result.documents.last)
            #expect(next.url.hasSuffix("/api/calls/next") && next.parameters["SessionStatus"] == "ended")
            #expect(next.parameters["SessionId"] == relay.sid)
        }
    }

    @Test func writesTheRelayOfTheDialogueAndTheSettings() async throws {
        var options = RelayOptions()
        options.language = SpeechLanguage(rawValue: "en-GB")
        options.speechProvider = .google
        options.voice = "en-GB-Journey-F"
        try await self.place([.hangUp], options: options) { result, _ in
            let twiML = try #require(result.documents.first?.twiML)
            for attribute in [
                #"language="en-GB""#, #"ttsProvider="Google""#, #"voice="en-GB-Journey-F""#, #"interruptible="speech""#,
                #"dtmfDetection="true""#, #"preemptible="true""#, #"partialPrompts="true""#,
                #"hints="goodbye,seven,a person""#, #"events="speaker-events tokens-played""#,
                #"action="https://voice.example.com/api/calls/next""#,
            ] {
                #expect(twiML.contains(attribute), "\(attribute) in \(twiML)")
            }
            #expect(!twiML.contains("welcomeGreeting") && !twiML.contains("<Stream"))
            #expect(result.violations == [])
        }
    }

    @Test func answersFromAFile() async throws {
        let file = try FAQFile(
            yaml: """
                greeting: Welcome to the house.
                questions:
                  - id: hours
                    variants: [when are you open, what are your opening hours]
                    answer: We are open from noon to ten.
                """
        )
        let dialogue = try file.dialogue()
        let steps: [CallerStep] = [Self.agent, .say("when are you open"), Self.agent, .hangUp]
        try await self.place(steps, configure: { $0.dialogue = dialogue }) { result, gateway in
            #expect(
                result.relays.first?.heard.map(\.text) == ["Welcome to the house.", "We are open from noon to ten."]
            )
            #expect(result.ending == .callerHungUp)
            let lines = try await self.transcript(result, gateway)
            #expect(lines.contains("agent: We are open from noon to ten."))
        }
    }

    @Test func connectsWithAPerson() async throws {
        try await self.place([Self.agent, .say("a person")], dials: [.completed(.seconds(3))]) { result, _ in
            #expect(result.verbs.map(\.name).contains("Dial"))
            #expect(result.relays.first?.handoffData == #"{"next":"transfer","reason":"transferred"}"#)
            // The number is nobody's business but the store's.
            #expect(result.documents.allSatisfy { $0.parameters["HandoffData"]?.contains("+1500") != true })
        }
    }

    @Test func takesKeysWhileItSpeaks() async throws {
        let prompts = DialoguePrompts(greeting: ObedientResponder.count, apology: "One moment")
        try await self.place([.expectHeard(within: .seconds(160)), .wait(.seconds(1)), .press("0")], prompts: prompts) {
            result,
            gateway in
            let relay = try #require(result.relays.first)
            #expect(relay.interruptions == 0 && relay.heard.map(\.isCutOff) == [true, false])
            #expect(relay.heard.last?.text == "One moment")
            #expect(try await gateway.store.call(CallID(result.sid))?.termination == .voicemail)
            #expect(try await self.transcript(result, gateway).first?.hasSuffix(" —") == true)
        }
    }

    // MARK: Barge-in

    @Test func keepsOnlyWhatTheCallerHeard() async throws {
        let steps: [CallerStep] = [
            Self.agent, .say("count"), .interrupt("what did I hear", delay: .milliseconds(1_500)), Self.agent,
            .hangUp,
        ]
        try await self.place(steps, call: { $0.pace = 2 }) { result, gateway in
            let relay = try #require(result.relays.first)
            #expect(relay.interruptions == 1)
            let cut = try #require(relay.heard.first { $0.isCutOff }?.text)
            #expect(ObedientResponder.count.hasPrefix(cut) && !cut.isEmpty && cut != ObedientResponder.count)
            // What the caller heard, what the transcript keeps and what the responder was told are the same.
            #expect(relay.heard.last?.text == cut)
            let lines = try await self.transcript(result, gateway)
            #expect(lines.contains("agent: \(cut) —"))
        }
    }

    // MARK: Faults

    @Test(arguments: [LineFault.drop, .resetInMidMessage])
    func isTakenUpAgainWhenTheSocketBreaks(fault: LineFault) async throws {
        let steps: [CallerStep] = [
            Self.agent, .say("hello you"), .fault(fault), Self.agent, .say("goodbye"), Self.agent,
        ]
        try await self.place(steps) { result, gateway in
            #expect(result.relays.count == 2)
            #expect(result.relays.last?.heard.first?.text == "Sorry, we were cut off. Please go on.")
            #expect(result.relays.first?.status == "failed")
            let record = try #require(try await gateway.store.call(CallID(result.sid)))
            #expect(record.termination == .agentHungUp && record.streams == 2)
        }
    }

    @Test(arguments: [StreamOpening.silent, .foreignAccount, .foreignCall, .startTwice])
    func refusesASessionThatDoesNotBegin(opening: StreamOpening) async throws {
        try await self.place(
            [],
            configure: {
                $0.gateway.relay.setupDeadline = opening == .silent ? .milliseconds(300) : .seconds(60)
                $0.gateway.webhooks.resumes = 1
            },
            call: { $0.streamOpening = opening }
        ) { result, gateway in
            #expect(result.relays.allSatisfy { $0.closeCode == 1008 })
            #expect(result.relays.count == 2)
            #expect(gateway.lines("relay closed").count == 2)
            #expect(gateway.manager.snapshot.live == 0)
        }
    }

    @Test func survivesGarbageAndEndsWhoeverSendsTooMuchOfIt() async throws {
        let few: [LineFault] = [
            .malformedPayload, .foreignStream, .nestedJSON(depth: 2_000), .text(""), .text("[1]"), .text("{}"),
            .text(#"{"type":"telepathy","x":[1,2,3]}"#), .text(#"{"type":"error","description":"64107 \u001b[31m"}"#),
        ]
        let steps: [CallerStep] =
            [Self.agent] + few.map { .fault($0) } + [
                .say("hello you"), Self.agent, .hangUp,
            ]
        try await self.place(steps) { result, gateway in
            #expect(result.relays.count == 1 && result.relays[0].heard.last?.text == "You said hello you")
            #expect(!gateway.logText.contains("\u{1B}"))
        }
        let many = [Self.agent] + Array(repeating: CallerStep.fault(.malformedPayload), count: 10)
        try await self.place(many + [.say("goodbye"), Self.agent]) { result, _ in
            #expect(result.relays.map(\.closeCode) == [1008, 1000])
        }
    }

    @Test(arguments: [LineFault.largeText(bytes: 70_000), .invalidUTF8, .binary([1])])
    func endsASocketThatBreaksTheRules(fault: LineFault) async throws {
        let steps: [CallerStep] = [Self.agent, .fault(fault), Self.agent, .say("goodbye"), Self.agent]
        try await self.place(steps) { result, _ in
            #expect(result.relays.count == 2)
            #expect([1003, 1007, 1009].contains(result.relays.first?.closeCode))
            #expect(result.ending == .serverHungUp)
        }
    }

    @Test func endsAFlood() async throws {
        let flood = Array(
            repeating: CallerStep.fault(.text(#"{"type":"info","name":"x","value":"y"}"#)),
            count: 1_100
        )
        let steps = [Self.agent] + flood + [Self.agent, .say("goodbye"), Self.agent]
        try await self.place(steps) { result, gateway in
            #expect(result.relays.map(\.closeCode) == [1008, 1000])
            #expect(gateway.lines("relay closed").first?["refusal.reason"] == "too_many_messages")
        }
    }

    @Test func worksWhenTwilioTellsNothing() async throws {
        var options = RelayOptions()
        options.events = []
        options.partialPrompts = false
        let steps: [CallerStep] = [Self.agent, .say("goodbye"), Self.agent]
        try await self.place(
            steps,
            options: options,
            configure: { setup in
                setup.manager.relay.character = .milliseconds(5)
                setup.manager.relay.latency = .milliseconds(300)
            }
        ) { result, _ in
            #expect(result.ending == .serverHungUp)
            #expect(result.relays.first?.heard.first?.text == "Hello there")
        }
    }

    // MARK: Shutdown

    @Test func drainsToBeTakenUpElsewhere() async throws {
        let (events, continuation) = AsyncStream.makeStream(of: SimulatedCallEvent.self)
        try await self.place(
            [Self.agent],
            report: { continuation.yield($0) },
            meanwhile: { gateway in
                for await event in events where event == .agentSpeaks { break }
                await gateway.manager.drain(within: .zero)
            }
        ) { result, _ in
            #expect(result.relays.map(\.handoffData) == [#"{"next":"resume","reason":"drained"}"#])
            #expect(result.relays.first?.heard.map(\.text) == ["Hello there"])
            // Asked to come back until somebody else takes it up; nobody does here.
            #expect(result.documents.contains { $0.url.contains("attempt=") })
        }
    }
}
