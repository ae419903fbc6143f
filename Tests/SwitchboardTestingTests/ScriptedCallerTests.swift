// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import TelephonyAudio
import Testing

@testable import SwitchboardTesting

struct ScriptedCallerTests {
    private let loud = ByteBuffer(bytes: MuLaw.encode((0..<160).map { Int16($0 % 8 < 4 ? 6000 : -6000) }))
    private let quiet = ByteBuffer()

    private func caller(_ actions: CallerCue.Action...) -> ScriptedCaller {
        ScriptedCaller(cues: actions.enumerated().map { CallerCue(step: $0.offset, action: $0.element) }[...])
    }

    private func audio(frames: Int) -> ByteBuffer { ByteBuffer(repeating: 0x80, count: frames * 160) }

    /// Lives through frames in which the agent is loud where the pattern has an `x`. One letter a frame comes back: `s`
    /// for speech, `-` for silence, and in brackets what else was done.
    private func play(_ caller: inout ScriptedCaller, _ agent: String) -> String {
        agent.map { sound in
            let frame = caller.next(hearing: sound == "x" ? self.loud : self.quiet)
            let actions = frame.actions.map { action in
                switch action {
                case .startedSpeaking: "["
                case .finishedSpeaking: "]"
                case .press(let key): "(\(key))"
                case .fault: "!"
                case .failed(let step, _): "?\(step)"
                case .hangUp: "H"
                }
            }
            return actions.joined() + (frame.audio == nil ? "-" : "s")
        }.joined()
    }

    @Test func withoutAScriptTheCallerIsSilentForEver() {
        var caller = self.caller()
        #expect(self.play(&caller, "..x..") == "-----")
    }

    @Test func speaksFrameByFrameAndThenGoesOn() {
        var caller = self.caller(.speak(self.audio(frames: 3), text: "hi"), .wait(frames: 2), .hangUp)
        #expect(self.play(&caller, ".......") == "[ss]s--H--")
        #expect(caller.cues.isEmpty)
    }

    @Test func aTextWithoutAudioTakesNoTime() {
        var caller = self.caller(.speak(self.audio(frames: 0), text: ""), .hangUp)
        #expect(self.play(&caller, "..") == "H--")
    }

    @Test func waitsUntilTheAgentHasSpokenAndIsQuiet() {
        var caller = self.caller(.awaitAgent(silence: 3, timeout: 50), .hangUp)
        #expect(self.play(&caller, "...xx..x...") == "----------H-")
    }

    @Test func aClickIsNoAnswer() {
        var caller = self.caller(.awaitAgent(silence: 2, timeout: 8), .hangUp)
        #expect(self.play(&caller, "x........") == "--------?0H-")
    }

    @Test func anAgentThatNeverStopsIsGivenUp() throws {
        var caller = self.caller(.awaitAgent(silence: 2, timeout: 4))
        let actions = (0..<6).flatMap { _ in caller.next(hearing: self.loud).actions }
        let expected = "the agent did not stop speaking within \(Duration.milliseconds(80))"
        #expect(actions == [.failed(step: 0, expected)])
    }

    @Test func whatWasSaidBeforeTheCallersWordsIsNoAnswerToThem() {
        var caller = self.caller(
            .awaitAgent(silence: 2, timeout: 50),
            .speak(self.audio(frames: 2), text: nil),
            .awaitAgent(silence: 2, timeout: 50),
            .hangUp
        )
        #expect(self.play(&caller, "xx......xx...") == "---[s]s------H--")
    }

    @Test func anAnswerThatIsUnderWayWhenTheCallerFallsSilentCounts() {
        var caller = self.caller(
            .speak(self.audio(frames: 3), text: nil),
            .awaitAgent(silence: 2, timeout: 50),
            .hangUp
        )
        #expect(self.play(&caller, ".xxxx...") == "[ss]s---H--")
    }

    @Test func waitsForSilenceWhetherOrNotAnybodySpoke() {
        var caller = self.caller(.awaitSilence(frames: 3, timeout: 50), .hangUp)
        #expect(self.play(&caller, "...") == "--H-")
        caller = self.caller(.awaitSilence(frames: 3, timeout: 50), .hangUp)
        #expect(self.play(&caller, ".xx...") == "-----H-")
        caller = self.caller(.awaitSilence(frames: 3, timeout: 2), .hangUp)
        #expect(self.play(&caller, "xxx") == "--?0H-")
    }

    @Test func speaksOverTheAgent() {
        var caller = self.caller(
            .awaitSpeech(delay: 3, timeout: 50),
            .speak(self.audio(frames: 2), text: "stop"),
            .hangUp
        )
        #expect(self.play(&caller, "..xxxxxxxx") == "------[s]sH--")
    }

    @Test func pressesKeysOneAfterAnother() {
        var caller = self.caller(.press(["4", "2"]), .hangUp)
        #expect(self.play(&caller, String(repeating: ".", count: 21)) == "(4)----------(2)----------H-")
    }

    @Test func expectsToHearAndToHearNothing() {
        var caller = self.caller(.expectHeard(within: 5), .expectQuiet(within: 20), .hangUp)
        #expect(self.play(&caller, ".xx..........") == "------------H-")
        caller = self.caller(.expectHeard(within: 3), .hangUp)
        #expect(self.play(&caller, ".....") == "---?0H--")
        caller = self.caller(.expectQuiet(within: 3), .hangUp)
        #expect(self.play(&caller, "xxxxx") == "---?0H--")
    }

    @Test func whatWasBegunIsNotRepeatedInTheNextStream() {
        var caller = self.caller(.press(["1", "2", "3"]), .hangUp)
        _ = self.play(&caller, String(repeating: ".", count: 12))
        var next = ScriptedCaller(cues: caller.unfinishedCues)
        #expect(self.play(&next, String(repeating: ".", count: 11)) == "(3)----------H-")
        caller = self.caller(.wait(frames: 5), .hangUp)
        _ = self.play(&caller, "...")
        next = ScriptedCaller(cues: caller.unfinishedCues)
        #expect(self.play(&next, "....") == "--H--")
        #expect(ScriptedCaller(cues: []).unfinishedCues.isEmpty)
    }

    @Test func faultsTakeNoTime() {
        var caller = self.caller(
            .fault(.secondStart),
            .fault(.duplicateFrame),
            .speak(self.audio(frames: 1), text: nil)
        )
        #expect(self.play(&caller, "..") == "!![]s-")
    }

    @Test func nothingHappensAfterHangingUp() {
        var caller = self.caller(.hangUp, .speak(self.audio(frames: 4), text: nil))
        #expect(self.play(&caller, "....") == "H----")
        #expect(caller.cues.count == 1)
    }
}
