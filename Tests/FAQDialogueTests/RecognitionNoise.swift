// SPDX-License-Identifier: Apache-2.0

/// Mishears sentences, the same way for the same seed.
struct RecognitionNoise {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    /// Words a language model likes to put where it understood nothing.
    private static let inserted = """
        the a to and in of it is that you for on at one i we he but not so are there out then her his this all up \
        their see year right two men said mister them had over did boy old miss little even water back new ten
        """.split(separator: " ").map(String.init)

    /// Drops, replaces or inserts a word at about `rate` of the places.
    mutating func mishear(_ text: String, rate: Double) -> String {
        var words: [String] = []
        for word in text.split(separator: " ").map(String.init) {
            guard self.chance() < rate else {
                words.append(word)
                continue
            }
            switch self.next(4) {
            case 0: break
            case 1: words += [word, Self.inserted[self.next(Self.inserted.count)]]
            default: words.append(Self.inserted[self.next(Self.inserted.count)])
            }
        }
        return words.joined(separator: " ")
    }

    /// One of the values.
    mutating func pick(_ values: [String]) -> String { values[self.next(values.count)] }

    private mutating func chance() -> Double { Double(self.next(1_000_000)) / 1_000_000 }

    /// SplitMix64.
    private mutating func next(_ bound: Int) -> Int {
        self.state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
