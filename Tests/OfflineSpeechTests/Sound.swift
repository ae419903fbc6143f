// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import Foundation

/// What comes over telephone lines and is no speech.
enum Sound {
    static func tone(_ frequencies: [Double], amplitude: Double, seconds: Double) -> [Int16] {
        (0..<Int(seconds * 8000)).map { index in
            let sum = frequencies.reduce(0) { $0 + sin(2 * .pi * $1 * Double(index) / 8000) }
            return Int16(max(-32_767, min(32_767, amplitude * sum)))
        }
    }

    static func noise(amplitude: Int, seconds: Double) -> [Int16] {
        var state: UInt64 = 7
        return (0..<Int(seconds * 8000)).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int16(Int(state >> 33) % (2 * amplitude + 1) - amplitude)
        }
    }

    static func square(_ frequency: Double, seconds: Double) -> [Int16] {
        Self.tone([frequency], amplitude: 1_000_000, seconds: seconds)
    }

    /// Half a second on, half a second off.
    static func bursts(_ sound: [Int16]) -> [Int16] {
        sound.enumerated().map { $0.offset / 4000 % 2 == 0 ? $0.element : 0 }
    }

    /// Tones of a telephone's keys (ITU-T Q.23), 100 ms each and 100 ms apart.
    static func keys(_ keys: String) -> [Int16] {
        let rows = ["123A", "456B", "789C", "*0#D"]
        let low = [697.0, 770, 852, 941]
        let high = [1209.0, 1336, 1477, 1633]
        return keys.flatMap { key -> [Int16] in
            guard let row = rows.firstIndex(where: { $0.contains(key) }) else { return [] }
            let column = rows[row].distance(from: rows[row].startIndex, to: rows[row].firstIndex(of: key)!)
            return Self.tone([low[row], high[column]], amplitude: 8000, seconds: 0.1)
                + [Int16](repeating: 0, count: 800)
        }
    }
}
#endif
