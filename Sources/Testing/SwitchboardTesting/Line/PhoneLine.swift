// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio

/// The telephone line of one media stream: the caller with a script on one side, the playout of the server's audio on
/// the other, and a recorder that hears both. Advances 20 ms at a time; a pure value.
struct PhoneLine {
    /// What happens in one frame.
    struct Step {
        /// The caller's 160 samples.
        var audio: ByteBuffer
        /// What the caller hears, 160 samples.
        var heard: ByteBuffer
        /// Marks that were reached.
        var marks: [String]
        /// What else the caller does.
        var actions: [CallerAction]
        /// Whether the caller began, or ceased, to hear the agent.
        var change: Change?
    }

    /// A change in what is heard of the agent.
    enum Change {
        case agentSpeaks
        case agentQuiet
    }

    static let frameSize = 160
    private static let silence = ByteBuffer(repeating: MuLaw.silence, count: Self.frameSize)
    /// Half a second of noise some 65 dB below full scale, as lines have it; always the same.
    private static let comfortNoise = Self.makeComfortNoise()
    /// The agent counts as quiet after 300 ms.
    private static let quietFrames = 15

    private(set) var playout = PlayoutBuffer()
    private(set) var caller: ScriptedCaller
    private(set) var recording = CallRecording()
    /// Frames that have passed.
    private(set) var frames = 0

    private let hasComfortNoise: Bool
    private let isRecorded: Bool
    private var isAgentSpeaking = false

    init(cues: ArraySlice<CallerCue>, hasComfortNoise: Bool, isRecorded: Bool) {
        self.caller = ScriptedCaller(cues: cues)
        self.hasComfortNoise = hasComfortNoise
        self.isRecorded = isRecorded
    }

    /// The line's time: where the next frame begins.
    var time: Duration { .telephonyFrame * self.frames }

    /// Takes audio from the server; returns how many samples were discarded.
    mutating func enqueue(_ audio: [UInt8]) -> Int { self.playout.enqueue(audio) }

    /// Takes a mark from the server; returns marks to echo now.
    mutating func mark(_ name: String) -> [String] { self.playout.mark(name) }

    /// Takes a `clear` from the server; returns marks to echo now.
    mutating func clear() -> [String] { self.playout.clear() }

    /// Lets 20 ms pass.
    mutating func advance() -> Step {
        let played = self.playout.play(Self.frameSize)
        let frame = self.caller.next(hearing: played.audio)
        let audio = frame.audio ?? self.pauseAudio()
        if self.isRecorded { self.record(audio, played.audio) }
        self.frames += 1
        return Step(
            audio: audio,
            heard: Self.whole(played.audio),
            marks: played.marks,
            actions: frame.actions,
            change: self.noteChange()
        )
    }

    private static func whole(_ audio: ByteBuffer) -> ByteBuffer {
        guard audio.readableBytes < Self.frameSize else { return audio }
        guard audio.readableBytes > 0 else { return .silentFrame }
        var frame = audio
        frame.writeRepeatingByte(MuLaw.silence, count: Self.frameSize - audio.readableBytes)
        return frame
    }

    private mutating func noteChange() -> Change? {
        let ear = self.caller.ear
        if !self.isAgentSpeaking, ear.quietFrames == 0, ear.totalLoudFrames > 0 {
            self.isAgentSpeaking = true
            return .agentSpeaks
        }
        guard self.isAgentSpeaking, ear.quietFrames >= Self.quietFrames else { return nil }
        self.isAgentSpeaking = false
        return .agentQuiet
    }

    private func pauseAudio() -> ByteBuffer {
        guard self.hasComfortNoise else { return Self.silence }
        let offset = self.frames * Self.frameSize % (Self.comfortNoise.readableBytes - Self.frameSize)
        return Self.comfortNoise.getSlice(at: offset, length: Self.frameSize) ?? Self.silence
    }

    private mutating func record(_ caller: ByteBuffer, _ agent: ByteBuffer) {
        self.recording.caller += caller.readableBytesView
        self.recording.agent += agent.readableBytesView
        let missing = self.recording.caller.count - self.recording.agent.count
        self.recording.agent += repeatElement(MuLaw.silence, count: missing)
    }

    private static func makeComfortNoise() -> ByteBuffer {
        var state: UInt32 = 1
        let samples = (0..<4000).map { _ -> Int16 in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int16(truncatingIfNeeded: Int(state >> 16) % 49 - 24)
        }
        return ByteBuffer(bytes: MuLaw.encode(samples))
    }
}
