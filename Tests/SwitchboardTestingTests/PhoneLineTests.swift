// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio
import Testing

@testable import SwitchboardTesting

struct PhoneLineTests {
    private static let tone = MuLaw.encode((0..<320).map { Int16($0 % 8 < 4 ? 6000 : -6000) })

    private func line(_ actions: CallerCue.Action..., noise: Bool = false, isRecorded: Bool = true) -> PhoneLine {
        let cues = actions.map { CallerCue(step: 0, action: $0) }
        return PhoneLine(cues: cues[...], hasComfortNoise: noise, isRecorded: isRecorded)
    }

    @Test func sendsDigitalSilenceWhenTheCallerSaysNothing() {
        var line = self.line()
        let audio = line.advance().audio
        #expect(Array(audio.readableBytesView) == [UInt8](repeating: 0xFF, count: 160))
        #expect(line.time == .milliseconds(20))
    }

    @Test func comfortNoiseIsThereAndFaint() {
        var line = self.line(noise: true)
        for _ in 0..<60 {
            let audio = Array(line.advance().audio.readableBytesView)
            #expect(audio.count == 160)
            let level = LevelMeter.measure(muLaw: audio).rms
            #expect(level > -80 && level < -55)
        }
    }

    @Test func recordsBothSidesBesideEachOther() {
        let words = ByteBuffer(repeating: 0x22, count: 160)
        var line = self.line(.wait(frames: 1), .speak(words, text: nil))
        _ = line.enqueue(Self.tone)
        _ = line.enqueue([0x11])
        for _ in 0..<4 { _ = line.advance() }
        let silence = [UInt8](repeating: 0xFF, count: 160)
        #expect(line.recording.caller == silence + [UInt8](repeating: 0x22, count: 160) + silence + silence)
        #expect(line.recording.agent == Self.tone + [0x11] + silence.dropLast() + silence)
    }

    @Test func withoutRecordingNothingIsKept() {
        var line = self.line(isRecorded: false)
        _ = line.enqueue(Self.tone)
        _ = line.advance()
        #expect(line.recording.caller.isEmpty && line.recording.agent.isEmpty)
    }

    @Test func marksComeBackWithTheFrameThatEndsTheirAudio() {
        var line = self.line()
        _ = line.enqueue(Self.tone)
        #expect(line.mark("spoken") == [])
        #expect(line.advance().marks == [])
        #expect(line.advance().marks == ["spoken"])
        _ = line.enqueue(Self.tone)
        _ = line.mark("given up")
        #expect(line.clear() == ["given up"])
    }

    @Test func noticesWhenTheAgentBeginsAndCeases() {
        var line = self.line()
        _ = line.advance()
        _ = line.enqueue(Self.tone)
        var changes: [Int: PhoneLine.Change] = [:]
        for frame in 0..<40 { if let change = line.advance().change { changes[frame] = change } }
        #expect(changes == [0: .agentSpeaks, 16: .agentQuiet])
    }
}
