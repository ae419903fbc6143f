// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio

/// Makes a script ready to be played: speaks the texts, reads the files, counts the frames. Before the call, so that
/// nothing has to wait while it runs.
struct CueCompiler: Sendable {
    let voices: VoiceCache
    /// The voice of steps that name none.
    let voice: String?

    /// Throws ``SimulationError`` when a text cannot be spoken or a file not be read.
    func compile(_ steps: [CallerStep]) async throws(SimulationError) -> [CallerCue] {
        var cues: [CallerCue] = []
        for (index, step) in steps.enumerated() {
            for action in try await self.actions(of: step) {
                cues.append(CallerCue(step: index, action: action))
            }
        }
        return cues
    }

    private func actions(of step: CallerStep) async throws(SimulationError) -> [CallerCue.Action] {
        switch step {
        case .say(let text, let voice):
            return [.speak(try await self.voices.audio(of: text, voice: voice ?? self.voice), text: text)]
        case .audio(let bytes):
            return [.speak(Self.wholeFrames(bytes), text: nil)]
        case .audioFile(let path):
            return [.speak(Self.wholeFrames(try AudioFileReader.telephoneAudio(at: path)), text: nil)]
        case .interrupt(let text, let delay, let voice):
            let audio = try await self.voices.audio(of: text, voice: voice ?? self.voice)
            let timeout = Self.frames(.seconds(20))
            return [.awaitSpeech(delay: Self.frames(delay), timeout: timeout), .speak(audio, text: text)]
        case .wait(let time):
            return [.wait(frames: Self.frames(time))]
        case .waitForAgent(let silence, let timeout):
            return [.awaitAgent(silence: Self.frames(silence), timeout: Self.frames(timeout))]
        case .waitForSilence(let silence, let timeout):
            return [.awaitSilence(frames: Self.frames(silence), timeout: Self.frames(timeout))]
        case .press(let keys):
            return [.press(Array(keys))]
        case .expectHeard(let within):
            return [.expectHeard(within: Self.frames(within))]
        case .expectQuiet(let within):
            return [.expectQuiet(within: Self.frames(within))]
        case .hangUp:
            return [.hangUp]
        case .fault(let fault):
            return [.fault(fault)]
        }
    }

    static func frames(_ time: Duration) -> Int { time.telephonyBytes / PhoneLine.frameSize }

    static func wholeFrames(_ audio: [UInt8]) -> ByteBuffer {
        var buffer = ByteBuffer(bytes: audio)
        let rest = audio.count % PhoneLine.frameSize
        if rest > 0 { buffer.writeRepeatingByte(MuLaw.silence, count: PhoneLine.frameSize - rest) }
        return buffer
    }
}
