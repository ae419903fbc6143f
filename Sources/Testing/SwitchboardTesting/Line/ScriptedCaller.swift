// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio

/// Plays a caller's script, 20 ms at a time.
///
/// A pure value: it is told what it hears and says what it does. Nothing here knows of sockets or clocks, so a whole
/// conversation can be tested in microseconds.
struct ScriptedCaller: Sendable {
    /// What the caller does in one frame.
    struct Frame {
        /// 160 samples, or `nil` for silence.
        var audio: ByteBuffer?
        var actions: [CallerAction] = []
    }

    /// Keys are pressed one every 200 ms.
    private static let framesPerKey = 10

    /// What is still to be done, the current one first.
    private(set) var cues: ArraySlice<CallerCue>
    /// What the caller hears.
    private(set) var ear = AgentEar()
    /// Frames spent on the current cue.
    private var elapsed = 0
    /// Frames since the agent was heard, for an interruption.
    private var sinceHeard: Int?
    private var hasHungUp = false

    init(cues: ArraySlice<CallerCue>) {
        self.cues = cues
    }

    /// What a later stream of the same call has to go on with: keys that were pressed and time that was waited are not
    /// repeated, a sentence that was cut off is.
    var unfinishedCues: ArraySlice<CallerCue> {
        guard let cue = self.cues.first, self.elapsed > 0 else { return self.cues }
        var rest = cue
        switch cue.action {
        case .wait(let frames): rest.action = .wait(frames: frames - self.elapsed)
        case .press(let keys):
            let pressed = (self.elapsed + Self.framesPerKey - 1) / Self.framesPerKey
            rest.action = .press(Array(keys.dropFirst(pressed)))
        default: break
        }
        return [rest] + self.cues.dropFirst()
    }

    /// Lives through one frame, in which the agent was heard saying this.
    mutating func next(hearing agent: ByteBuffer) -> Frame {
        self.ear.hear(agent)
        var frame = Frame()
        // Several cues may be done within a frame; only one of them can take time.
        while let cue = self.cues.first, !self.hasHungUp {
            let isDone = self.play(cue, into: &frame)
            if isDone { self.advance() }
            if !isDone || frame.audio != nil { break }
        }
        return frame
    }

    private mutating func advance() {
        self.cues = self.cues.dropFirst()
        self.elapsed = 0
        self.sinceHeard = nil
    }

    /// Whether the cue is done with this frame. A cue that still wants time counts the frame.
    private mutating func play(_ cue: CallerCue, into frame: inout Frame) -> Bool {
        switch cue.action {
        case .speak(let audio, let text):
            return self.speak(audio, text: text, into: &frame)
        case .wait(let frames):
            return self.spend(upTo: frames)
        case .awaitAgent(let silence, let timeout):
            let isDone = self.ear.hasHeard && self.ear.quietFrames >= silence
            if isDone { self.ear.listen() }
            let missed = self.ear.hasHeard ? "the agent did not stop speaking" : "the agent said nothing"
            return isDone || self.giveUp(cue, after: timeout, missed, &frame)
        case .awaitSilence(let frames, let timeout):
            return self.ear.quietFrames >= frames || self.giveUp(cue, after: timeout, "it was never quiet", &frame)
        case .awaitSpeech(let delay, let timeout):
            return self.awaitSpeech(cue, delay: delay, timeout: timeout, &frame)
        case .press(let keys):
            return self.press(keys, into: &frame)
        case .expectHeard(let within):
            return self.ear.hasHeard || self.giveUp(cue, after: within, "the agent was not heard", &frame)
        case .expectQuiet(let within):
            return self.ear.quietFrames >= 10 || self.giveUp(cue, after: within, "the agent went on speaking", &frame)
        case .hangUp:
            self.hasHungUp = true
            frame.actions.append(.hangUp)
            return true
        case .fault(let fault):
            frame.actions.append(.fault(fault))
            return true
        }
    }

    private mutating func speak(_ audio: ByteBuffer, text: String?, into frame: inout Frame) -> Bool {
        guard let slice = audio.getSlice(at: audio.readerIndex + self.elapsed * 160, length: 160) else { return true }
        if self.elapsed == 0 { frame.actions.append(.startedSpeaking(text)) }
        frame.audio = slice
        self.elapsed += 1
        guard audio.readableBytes - self.elapsed * 160 < 160 else { return false }
        frame.actions.append(.finishedSpeaking)
        self.ear.listen()
        return true
    }

    private mutating func awaitSpeech(_ cue: CallerCue, delay: Int, timeout: Int, _ frame: inout Frame) -> Bool {
        if let since = self.sinceHeard {
            self.sinceHeard = since + 1
            return since >= delay
        }
        guard self.ear.hasHeard else { return self.giveUp(cue, after: timeout, "the agent said nothing", &frame) }
        self.sinceHeard = 1
        return delay == 0
    }

    private mutating func press(_ keys: [Character], into frame: inout Frame) -> Bool {
        let (index, rest) = self.elapsed.quotientAndRemainder(dividingBy: Self.framesPerKey)
        guard index < keys.count else { return true }
        if rest == 0 { frame.actions.append(.press(keys[index])) }
        self.elapsed += 1
        return false
    }

    private mutating func spend(upTo frames: Int) -> Bool {
        guard self.elapsed < frames else { return true }
        self.elapsed += 1
        return false
    }

    private mutating func giveUp(_ cue: CallerCue, after frames: Int, _ missed: String, _ frame: inout Frame) -> Bool {
        guard self.spend(upTo: frames) else { return false }
        let seconds = Duration.telephonyFrame * frames
        frame.actions.append(.failed(step: cue.step, "\(missed) within \(seconds)"))
        return true
    }
}
