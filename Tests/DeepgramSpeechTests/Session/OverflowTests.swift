// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import NIOCore
import TelephonyAudio
import Testing

@testable import DeepgramSpeech

/// What leaves a full ring while a connection stands.
@Suite struct OverflowTests {
    private static let broken = DeepgramError(.connectFailed, "The connection broke.")

    private static func stage() -> Stage {
        Stage {
            $0.policy.ring = .seconds(10)
            $0.policy.outageBudget = .seconds(1000)
            $0.policy.sendStall = .seconds(1000)
            $0.policy.serverSilence = .seconds(1000)
        }
    }

    private static func words(_ count: Int) -> String { (1...count).map { "w\($0)" }.joined(separator: " ") }

    /// What was sent and is not final may still become words; only when the connection breaks is it lost.
    @Test func whatWasSentIsLostOnlyWithItsConnection() {
        let stage = Self.stage()
        stage.dialler.open()
        for second in 1...14 {
            stage.speak(.seconds(1))
            stage.dialler.say(.guess(Self.words(second), 0, Double(second)))
        }
        #expect(stage.lost.isEmpty)
        stage.dialler.end(Self.broken)
        stage.wait(.seconds(1))
        stage.dialler.open()
        #expect(stage.lost == [.audioLost(.seconds(4), at: .zero)])
        #expect(stage.recogniser.status.lostSeconds == 4)
    }

    @Test func whatWasSentIsNotLostWhenItBecomesFinal() {
        let stage = Self.stage()
        stage.dialler.open()
        for second in 1...14 {
            stage.speak(.seconds(1))
            stage.dialler.say(.guess(Self.words(second), 0, Double(second)))
        }
        stage.dialler.say(.final(Self.words(14), 0, 14, speechFinal: true))
        stage.dialler.end(Self.broken)
        stage.wait(.seconds(1))
        stage.dialler.open()
        #expect(stage.lost.isEmpty)
        #expect(stage.utterances == [Self.words(14)])
    }

    /// The connection goes on behind what it never got, and its times stay right.
    @Test func whatWasNeverSentIsLeftOutOfTheFeed() {
        let stage = Self.stage()
        let link = stage.dialler.open()
        stage.speak(.seconds(2))
        stage.dialler.say(.final("one", 0, 2, speechFinal: true))
        link.isRefusing = true
        stage.speak(.seconds(15))
        link.isRefusing = false
        for _ in 0..<60 {
            stage.speak(.seconds(1))
            stage.dialler.say(.final("", 2, Double(link.audio.count) / 8000))
        }
        let lost = stage.lost.reduce(Duration.zero) {
            if case .audioLost(let length, _) = $1 { $0 + length } else { $0 }
        }
        #expect(lost == .telephony(bytes: stage.spoken.count - link.audio.count - stage.unsent))
        guard case .audioLost(_, let begin) = stage.lost.first else { return #expect(Bool(false)) }
        #expect(begin == .seconds(2))
        let skipped = lost.telephonyBytes
        #expect(
            Samples(link.audio[16_000...])
                == Samples(stage.spoken[(16_000 + skipped)...].prefix(link.audio.count - 16_000))
        )
        // A word on the connection's clock is found at its place in the call.
        let end = Double(link.audio.count) / 8000
        stage.speak(.seconds(1))
        stage.dialler.say(.final("two", end, end + 0.5, speechFinal: true))
        guard case .utterance(let utterance, _) = stage.events.last else { return #expect(Bool(false)) }
        #expect(utterance.start == .telephony(bytes: Int(end * 8000) + skipped))
    }
}
