// SPDX-License-Identifier: Apache-2.0

/// Cuts a text into pieces that each fit into one ``Say``.
struct SaySplitter {
    private let limits: SayLimits
    /// What is never cut: characters, or the scalars of a character that is too long by itself.
    private let units: [Substring]
    private var position = 0

    init(_ text: String, limits: SayLimits) {
        self.limits = limits
        self.units = text.indices.flatMap { index -> [Substring] in
            let character = text[index...index]
            guard !Self.fits(character.utf16.count, SayLimits.encodedCount(character), limits) else {
                return [character]
            }
            let scalars = character.unicodeScalars
            return scalars.indices.map { Substring(scalars[$0...$0]) }
        }
    }

    /// The next piece, without white space around it; nil at the end.
    mutating func next() -> String? {
        while self.position < self.units.count, Self.isBlank(self.units[self.position]) { self.position += 1 }
        guard self.position < self.units.count else { return nil }
        let end = self.endOfPiece()
        var last = end
        while last > self.position, Self.isBlank(self.units[last - 1]) { last -= 1 }
        let piece = self.units[self.position..<last].joined()
        self.position = end
        return piece
    }

    /// Where the piece that starts at the position ends: behind the last sentence that fits, else word, else unit.
    private func endOfPiece() -> Int {
        var characters = 0
        var encoded = 0
        var sentence: Int?
        var word: Int?
        for index in self.position..<self.units.count {
            characters += self.units[index].utf16.count
            encoded += SayLimits.encodedCount(self.units[index])
            guard Self.fits(characters, encoded, self.limits) else {
                // A blank that no longer fits is where a sentence or word ends.
                if Self.isBlank(self.units[index]) { return index }
                return sentence ?? word ?? index
            }
            if self.endsSentence(index) { sentence = index + 1 }
            if Self.isBlank(self.units[index]) { word = index + 1 }
        }
        return self.units.count
    }

    /// Whether a sentence ends here; a full stop also stands in numbers and names, so a blank has to follow.
    private func endsSentence(_ index: Int) -> Bool {
        switch self.units[index] {
        case "\n", "\r\n", "。", "！", "？", "｡": true
        case ".": self.isBeforeBlank(index) && !self.isAbbreviation(upTo: index)
        case "!", "?", "…", "؟", "۔", "।": self.isBeforeBlank(index)
        default: false
        }
    }

    private func isBeforeBlank(_ index: Int) -> Bool {
        index + 1 < self.units.count && Self.isBlank(self.units[index + 1])
    }

    /// Whether the word before a full stop looks like Mr, Dr, St or an initial: at most three letters after a capital.
    private func isAbbreviation(upTo end: Int) -> Bool {
        let start = max(self.position, end - 4)
        guard let blank = self.units[start..<end].lastIndex(where: Self.isBlank) else {
            return start == self.position && end > start && self.isCapital(start)
        }
        return blank + 1 < end && self.isCapital(blank + 1)
    }

    private func isCapital(_ index: Int) -> Bool {
        self.units[index].first?.isUppercase == true
    }

    private static func fits(_ characters: Int, _ encoded: Int, _ limits: SayLimits) -> Bool {
        characters <= limits.characters && encoded <= limits.encoded
    }

    private static func isBlank(_ unit: Substring) -> Bool {
        unit.allSatisfy(\.isWhitespace)
    }
}
