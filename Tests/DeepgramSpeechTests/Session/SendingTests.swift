// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import NIOCore
import TelephonyAudio
import Testing

@testable import DeepgramSpeech

/// What Deepgram is sent, and when.
@Suite struct SendingTests {
    @Test func sendsFiveFramesTogether() throws {
        let stage = Stage()
        let link = stage.dialler.open()
        stage.speak(.seconds(1))
        #expect(link.messages.map(\.count) == [Int](repeating: 800, count: 10))
        #expect(Samples(link.audio) == Samples(stage.spoken))
    }

    @Test(arguments: [1, 2, 7, 50]) func sendsAsManyFramesTogetherAsItIsTold(frames: Int) {
        let stage = Stage { $0.policy.batchFrames = frames }
        let link = stage.dialler.open()
        stage.speak(.seconds(2))
        #expect(link.messages.allSatisfy { $0.count == frames * 160 })
        #expect(link.audio == Array(stage.spoken.prefix(link.audio.count)))
        #expect(link.audio.count + frames * 160 > stage.spoken.count)
    }

    @Test func fluxGetsFourFramesTogether() {
        let stage = Stage(model: "flux-general-en")
        let link = stage.dialler.open()
        stage.speak(.milliseconds(400))
        #expect(link.messages.map(\.count) == [Int](repeating: 640, count: 5))
        guard case .flux(let flux) = stage.dialler.dials.first?.parameters else { return #expect(Bool(false)) }
        #expect(flux.model == "flux-general-en")
    }

    @Test func sendsTheRestOfABatchWhenTheSpeakerStops() {
        let stage = Stage { $0.policy.batchFrames = 25 }
        let link = stage.dialler.open()
        stage.speak(.seconds(2), isLoud: false)
        let before = link.messages.count
        stage.speak(.milliseconds(300))
        stage.speak(.milliseconds(80), isLoud: false)
        #expect(link.messages.count == before + 1)
        #expect(link.messages.last.map { $0.count % 160 == 0 && $0.count < 25 * 160 } == true)
    }

    @Test func sendsTheRestOfABatchWhenAudioStops() {
        let stage = Stage()
        let link = stage.dialler.open()
        stage.speak(.milliseconds(140))
        #expect(link.audio.count == 800)
        stage.wait(.milliseconds(400))
        #expect(Samples(link.audio) == Samples(stage.spoken))
    }

    @Test func keepsAudioUntilThereIsAConnection() {
        let stage = Stage()
        stage.speak(.milliseconds(460))
        let link = stage.dialler.open()
        stage.wait(.milliseconds(400))
        #expect(Samples(link.audio) == Samples(stage.spoken))
        #expect(link.messages.map(\.count) == [3680])
    }

    @Test func replaysNoFasterThanDeepgramTakes() {
        let stage = Stage()
        stage.speak(.seconds(8))
        let link = stage.dialler.open()
        var fastest = 0.0
        for second in 1...20 {
            stage.speak(.seconds(1))
            stage.answer()
            fastest = max(fastest, Double(link.audio.count - 5000) / Double(second * 8000))
            #expect(Array(stage.spoken.prefix(link.audio.count)) == link.audio)
        }
        #expect(fastest <= 1.26)
        #expect(link.messages.allSatisfy { $0.count <= 8000 })
        // 7.5 s behind, and a quarter of a second is won each second.
        #expect(link.audio.count >= 25 * 8000)
        for _ in 0..<15 {
            stage.speak(.seconds(1))
            stage.answer()
        }
        #expect(link.audio.count >= stage.spoken.count - 800)
    }

    @Test func sendsTheRestAtOnceAtTheEnd() {
        let stage = Stage()
        stage.speak(.seconds(8))
        let link = stage.dialler.open()
        stage.session.finish()
        #expect(Samples(link.audio) == Samples(stage.spoken))
        #expect(link.messages.allSatisfy { $0.count <= 8000 })
        #expect(link.commands == [.closeStream])
    }

    @Test func takesAudioInPiecesOfAnySize() {
        let stage = Stage()
        let link = stage.dialler.open()
        for size in [1, 159, 161, 4000, 80, 20_000, 3] {
            stage.hear((0..<size).map { UInt8($0 & 0x7F) })
            stage.wait(.telephony(bytes: size))
        }
        for _ in 0..<30 {
            stage.wait(.seconds(1))
            stage.answer()
        }
        #expect(Samples(link.audio) == Samples(stage.spoken))
    }

    @Test func triesAgainWhatAConnectionDidNotTake() {
        let stage = Stage()
        let link = stage.dialler.open()
        stage.speak(.milliseconds(200))
        link.isRefusing = true
        stage.speak(.seconds(1))
        link.isRefusing = false
        stage.speak(.seconds(2))
        #expect(link.audio == Array(stage.spoken.prefix(link.audio.count)))
        #expect(link.audio.count >= stage.spoken.count - 800)
    }

    @Test func givesUpAConnectionThatTakesNothing() {
        let stage = Stage()
        let link = stage.dialler.open()
        stage.speak(.seconds(1))
        link.isRefusing = true
        stage.speak(.seconds(6))
        #expect(link.isAbandoned)
        let next = stage.dialler.open()
        for _ in 0..<40 {
            stage.speak(.seconds(1))
            stage.answer()
        }
        #expect(next.audio.count >= stage.spoken.count - 800)
    }
}
