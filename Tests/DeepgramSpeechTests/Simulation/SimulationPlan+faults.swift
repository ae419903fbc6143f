// SPDX-License-Identifier: Apache-2.0

import SwitchboardTesting

extension SimulationPlan {
    /// Up to four things go wrong, each at the first few connections only: in the end there is always one that works.
    mutating func spoil(_ random: inout SeededRandom) {
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let first = Int.random(in: 1...2, using: &random)
            let last = first + Int.random(in: 0...2, using: &random)
            let kinds = self.weather == .flux ? Self.fluxKinds(&random) : Self.kinds(&random)
            let kind = kinds[Int.random(in: 0..<kinds.count, using: &random)]
            let after = Duration.milliseconds(Int.random(in: 0...6000, using: &random))
            self.faults.append(DeepgramFault(kind, scope: .connections(first...last), after: after))
        }
        if Int.random(in: 0..<3, using: &random) == 0 {
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                self.breaks.append(.milliseconds(Int.random(in: 0...5000, using: &random)))
            }
        }
        switch self.weather {
        case .rough, .flux:
            if Int.random(in: 0..<3, using: &random) == 0 { self.goAway(for: 200...5000, &random) }
        case .long:
            self.goAway(for: 5000...16_000, &random)
        case .hopeless:
            self.goAway(for: 20_000...40_000, &random)
        }
    }

    private mutating func goAway(for milliseconds: ClosedRange<Int>, _ random: inout SeededRandom) {
        let start = Duration.milliseconds(Int.random(in: 0...6000, using: &random))
        let length = Duration.milliseconds(Int.random(in: milliseconds, using: &random))
        self.faults.append(DeepgramFault(.away(length), scope: .time(start..<(start + length))))
    }

    private static func fluxKinds(_ random: inout SeededRandom) -> [DeepgramFault.Kind] {
        let short = Duration.milliseconds(Int.random(in: 50...1500, using: &random))
        return [
            .refuse(429, retryAfter: nil), .refuse(503, retryAfter: .seconds(1)), .noAnswer, .slowConnect(short), .mute,
            .close(1011), .drop, .reset, .halfOpen, .stall(short * 4), .slow(short), .garbage, .binary, .unknownTypes,
            .duplicate,
        ]
    }

    private static func kinds(_ random: inout SeededRandom) -> [DeepgramFault.Kind] {
        let short = Duration.milliseconds(Int.random(in: 50...1500, using: &random))
        return [
            .refuse(429, retryAfter: nil), .refuse(503, retryAfter: .seconds(1)), .refuse(500, retryAfter: nil),
            .noAnswer, .slowConnect(short), .mute, .close(1011), .drop, .drop, .reset, .reset, .halfOpen,
            .stall(short * 4), .slow(short), .garbage, .binary, .wrongChannel, .unknownTypes, .duplicate, .reorder,
            .late(short), .overlap, .missingSpeechFinal, .missingUtteranceEnd, .finalizeUnanswered,
            .closeStreamUnanswered, .slowReading(Int.random(in: 4000...12_000, using: &random)),
        ]
    }
}
