// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CallCore

/// A conversation in words goes as the state machine alone would have it go.
struct RelayEquivalenceTests {
    private enum Step {
        case says(String)
        /// Cuts in, then says it.
        case cutsIn(String)
        case presses(String)
        case isSilent
    }

    /// What was said, what was asked, and how it ended.
    private struct Course: Equatable {
        var said: [String] = []
        var asked: [String] = []
        var end: CallTermination?
    }

    private static let policy = DialoguePolicy(repromptLimit: 1, transferNumber: "+12025550111")
    private static let prompts = DialoguePrompts(greeting: "hello")

    private static func response(to text: String) -> Response {
        if text.contains("bye") { return .answer(Reply(text: "so long", action: .hangUp, source: "test")) }
        if text.contains("mumble") { return .notUnderstood }
        return .answer(Reply(text: "you said \(text)", source: "test"))
    }

    private static func script(_ seed: UInt64) -> [Step] {
        var random = SeededGenerator(seed: seed)
        return (0..<8).map { _ in
            let words = ["one", "two", "mumble", "three", random.chance(30) ? "bye" : "four"]
            let text = words.randomElement(using: &random) ?? "one"
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5: return .says(text)
            case 5..<8: return .cutsIn(text)
            case 8: return .presses(random.chance(10) ? "0" : "5")
            default: return .isSilent
            }
        }
    }

    /// The machine with everything answered at once.
    private static func alone(_ script: [Step]) -> Course {
        var machine = CallStateMachine(prompts: self.prompts, policy: self.policy)
        var course = Course()
        func take(_ event: CallStateMachine.Event) {
            for action in machine.handle(event) {
                switch action {
                case .speak(let speech): course.said.append(speech.reply.text)
                case .ask(let turn):
                    course.asked.append(turn.text)
                    take(.response(self.response(to: turn.text), turn: turn.number))
                case .finish(let termination, _): course.end = termination
                case .stopSpeaking, .stopAsking, .start, .cancel, .note: break
                }
            }
        }
        func hear() {
            switch machine.state {
            case .speaking(let speech), .closing(let speech, _, _): take(.speechFinished(number: speech.number))
            case .waiting, .listening, .thinking, .finished: break
            }
        }
        take(.streamStarted(resumed: false))
        for step in script where course.end == nil {
            switch step {
            case .says(let text):
                hear()
                take(.utterance(.said(text, confidence: 1), endsTurn: true))
            case .cutsIn(let text):
                take(.callerSpeechStarted)
                // Who cuts in on last words has ended them.
                if case .closing = machine.state { hear() }
                take(.utterance(.said(text, confidence: 1), endsTurn: true))
            case .presses(let key): take(.digit(key))
            case .isSilent:
                hear()
                take(.timer(.callerSilence))
            }
        }
        hear()
        return course
    }

    @Test(arguments: 0..<60) func goesAsTheMachineAlone(seed: Int) async throws {
        let script = Self.script(UInt64(seed))
        let expected = Self.alone(script)
        let stage = CallStage(
            responder: ScriptedResponder { turn, _ in Self.response(to: turn.text) },
            prompts: Self.prompts,
            policy: Self.policy
        )
        try await stage.running { stage in
            let call = try await stage.openRelay()
            for step in script where await call.session.ending == nil {
                try await self.live(step, stage, call)
                await stage.until("the responder never answered") {
                    if case .thinking = await call.session.state { false } else { true }
                }
            }
            try await stage.hearsItAll(call)
            #expect(try await stage.texts(of: call) == expected.said)
            #expect(stage.responder.turns.map(\.text) == expected.asked)
            #expect(await call.session.ending?.termination == expected.end)
        }
    }

    private func live(_ step: Step, _ stage: CallStage, _ call: CallStage.RelayCall) async throws {
        switch step {
        case .says(let text):
            try await stage.hearsItAll(call)
            try await stage.callerSays(text, in: call)
        case .cutsIn(let text):
            try await stage.tells(call) { $0.interrupted(after: "", played: nil) }
            try await stage.callerSays(text, in: call)
        case .presses(let key): try await stage.tells(call) { $0.pressed(key) }
        case .isSilent:
            try await stage.hearsItAll(call)
            // The ladder's steps are eight seconds; who has begun to speak has fifteen.
            let speaks = try await stage.onLoop {
                call.session.assumeIsolated { $0.conversation.machine.callerSpeaks }
            }
            await stage.passes(.seconds(speaks ? 15 : 8))
        }
    }
}
