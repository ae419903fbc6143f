// SPDX-License-Identifier: Apache-2.0

/// The same random numbers for the same seed (SplitMix64).
struct SimulationRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var word = self.state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// True so often, 0…1.
    mutating func happens(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &self) < share }

    /// A duration up to so long.
    mutating func duration(upTo limit: Duration) -> Duration {
        limit * Double.random(in: 0...1, using: &self)
    }

    /// An identifier as Deepgram writes them (RFC 9562, version 4).
    mutating func identifier() -> String {
        let hex = Array("0123456789abcdef")
        var digits = (0..<32).map { _ in hex[Int.random(in: 0..<16, using: &self)] }
        digits[12] = "4"
        digits[16] = hex[8 + Int.random(in: 0..<4, using: &self)]
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return parts.map { String(digits[$0]) }.joined(separator: "-")
    }
}
