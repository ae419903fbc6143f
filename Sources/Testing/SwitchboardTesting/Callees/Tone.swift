// SPDX-License-Identifier: Apache-2.0

import Foundation
import TelephonyAudio

/// Sounds that are no words: what a machine says, a beep.
enum Tone {
    /// A hum with the rhythm of speech.
    static func speech(_ length: Duration) -> [UInt8] {
        self.samples(length) { time in
            let syllable = 0.5 + 0.5 * sin(2 * .pi * 4 * time)
            return 6000 * syllable * sin(2 * .pi * 180 * time)
        }
    }

    static func beep(_ length: Duration, hertz: Double = 1000) -> [UInt8] {
        self.samples(length) { 9000 * sin(2 * .pi * hertz * $0) }
    }

    private static func samples(_ length: Duration, _ value: (Double) -> Double) -> [UInt8] {
        MuLaw.encode((0..<max(0, length.telephonyBytes)).map { Int16(value(Double($0) / 8000)) })
    }
}
