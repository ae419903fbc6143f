// SPDX-License-Identifier: Apache-2.0

import TelephonyAudio
import Testing

struct AudioFormatTests {
    @Test func aFrameOfTelephonyIsTwentyMilliseconds() {
        #expect(AudioFormat.telephony.duration(ofBytes: 160) == .telephonyFrame)
        #expect(AudioFormat.telephony.bytes(in: .telephonyFrame) == 160)
        #expect(Duration.telephony(bytes: 160) == .telephonyFrame)
        #expect(Duration.milliseconds(20).telephonyBytes == 160)
    }

    @Test func countsChannelsAndWidth() {
        let format = AudioFormat(encoding: .linear16, sampleRate: 48_000, channels: 2)
        #expect(format.bytesPerSecond == 192_000)
        #expect(format.duration(ofBytes: 96_003) == .milliseconds(500))
        #expect(format.bytes(in: .milliseconds(500)) == 96_000)
    }

    @Test func roundsDownToWholeSamplesAndNeverBelowNone() {
        #expect(Duration.microseconds(249).telephonyBytes == 1)
        #expect(Duration.milliseconds(-20).telephonyBytes == 0)
        #expect(Duration.seconds(Int64.max).telephonyBytes > 0)
    }

    @Test func oneByteIsExactForAnyCount() {
        for bytes in [1, 7, 8000, 8001, 691_200_001] {
            #expect(Duration.telephony(bytes: bytes).telephonyBytes == bytes)
            #expect(AudioFormat.telephony.duration(ofBytes: bytes) == .telephony(bytes: bytes))
        }
    }
}
