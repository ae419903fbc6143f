// SPDX-License-Identifier: Apache-2.0

import TelephonyAudio
import Testing

/// The pacer against a clock that the test turns.
struct FramePacerTests {
    @Test func sendsTheLeadAtOnceAndThenAFrameEveryTwentyMilliseconds() {
        var pacer = FramePacer(lead: .milliseconds(100))
        #expect(
            pacer.next(now: .seconds(5), queued: 8000) == .init(bytes: 800, wake: .milliseconds(5020))
        )
        #expect(
            pacer.next(now: .milliseconds(5020), queued: 7200)
                == .init(bytes: 160, wake: .milliseconds(5040))
        )
        #expect(pacer.playedOut == .milliseconds(5120))
    }

    @Test func timersThatFireLateDoNotAddUp() {
        var pacer = FramePacer(lead: .milliseconds(60))
        var now = Duration.zero
        var sent = 0
        while sent < 8000 * 60 {
            let step = pacer.next(now: now, queued: 8000 * 60 - sent)
            sent += step.bytes
            now = (step.wake ?? now) + .microseconds(3700)
        }
        #expect(pacer.playedOut == .seconds(60))
        #expect(now < .seconds(60))
    }

    @Test func askingTooEarlySendsNothingAndNamesTheSameTime() {
        var pacer = FramePacer()
        #expect(pacer.next(now: .zero, queued: 320) == .init(bytes: 160, wake: .milliseconds(20)))
        #expect(
            pacer.next(now: .milliseconds(7), queued: 160) == .init(bytes: 0, wake: .milliseconds(20))
        )
        #expect(pacer.next(now: .milliseconds(20), queued: 160) == .init(bytes: 160, wake: nil))
    }

    @Test func aTalkerRestartsAfterAStallWithoutABurst() {
        var pacer = FramePacer(lead: .milliseconds(100))
        _ = pacer.next(now: .zero, queued: 80_000)
        let step = pacer.next(now: .seconds(3), queued: 79_200)
        #expect(step == .init(bytes: 800, wake: .milliseconds(3020)))
    }

    @Test func aMicrophoneCatchesUpInPiecesOfTheLead() {
        var pacer = FramePacer(lead: .milliseconds(40), latePolicy: .catchUp)
        #expect(pacer.next(now: .zero, queued: 80_000).bytes == 320)
        var now = Duration.milliseconds(500)
        var (queued, bursts) = (80_000 - 320, 0)
        while true {
            let step = pacer.next(now: now, queued: queued)
            #expect(step.bytes <= 320)
            queued -= step.bytes
            guard let wake = step.wake else { break }
            #expect(wake > now)
            if step.bytes == 320 { bursts += 1 }
            now = wake
        }
        #expect(bursts > 10)
        #expect(pacer.playedOut == .seconds(10), "the timeline is the one it began with")
        #expect(now < .seconds(10) && now > .milliseconds(9900))
    }

    @Test func theLastPieceMayBeShorterThanAFrame() {
        var pacer = FramePacer(lead: .milliseconds(100))
        #expect(pacer.next(now: .zero, queued: 250) == .init(bytes: 250, wake: nil))
        #expect(pacer.next(now: .zero, queued: 0) == .init(bytes: 0, wake: nil))
        #expect(pacer.playedOut == .microseconds(31_250))
    }

    @Test func afterAResetTheListenersBufferIsEmpty() {
        var pacer = FramePacer(lead: .milliseconds(100))
        _ = pacer.next(now: .zero, queued: 80_000)
        pacer.reset()
        #expect(pacer.playedOut == nil)
        #expect(pacer.next(now: .milliseconds(1), queued: 80_000).bytes == 800)
    }

    @Test func pacesOtherFormats() {
        var pacer = FramePacer(
            format: AudioFormat(encoding: .linear16, sampleRate: 16_000),
            lead: .milliseconds(40)
        )
        #expect(pacer.next(now: .zero, queued: 64_000).bytes == 1280)
    }
}
