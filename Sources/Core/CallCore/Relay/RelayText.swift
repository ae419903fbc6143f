// SPDX-License-Identifier: Apache-2.0

/// A text of ours and how much of it was said: finds the carrier's account of what was played in our own words.
///
/// Whatever the carrier claims, the answer is a beginning of our text in whole words. White space and case do not count,
/// because voices are given other spellings than were written.
struct RelayText: Sendable {
    let text: String
    private let words: [Substring]
    /// All letters of all words.
    private let letters: [Character]
    /// How many letters there are up to the end of each word.
    private let ends: [Int]
    /// Letters that are known to have been played.
    private(set) var played = 0

    init(_ text: String) {
        self.text = text
        self.words = text.split(whereSeparator: \.isWhitespace)
        self.letters = Self.letters(text)
        var count = 0
        self.ends = self.words.map { word in
            count += Self.letters(word).count
            return count
        }
    }

    /// Whether all of it is known to have been played.
    var isPlayed: Bool { self.played == self.letters.count }

    /// The words that are known to have been played.
    var playedWords: String { self.words(upTo: self.played) }

    /// The carrier says that this was played next, or, as some do, that all this was played so far.
    mutating func play(_ token: some StringProtocol) {
        let token = Self.letters(token)
        if self.letters.dropFirst(self.played).starts(with: token) {
            self.played += token.count
        } else if self.letters.starts(with: token) {
            self.played = max(self.played, token.count)
        }
    }

    /// The words that were said when the carrier says it was interrupted after `claim`, which may be all that was said
    /// or the last piece of it; `nil` when that is no part of the text.
    func words(endingWith claim: String) -> String? {
        let claim = Self.letters(claim)
        guard claim.count <= self.letters.count else { return nil }
        if self.letters.starts(with: claim) { return self.words(upTo: max(claim.count, self.played)) }
        for start in 1..<max(self.letters.count - claim.count + 1, 1)
        where self.letters[start..<start + claim.count].elementsEqual(claim) {
            return self.words(upTo: max(start + claim.count, self.played))
        }
        return nil
    }

    private func words(upTo count: Int) -> String {
        self.words.prefix(self.ends.prefix { $0 <= count }.count).joined(separator: " ")
    }

    private static func letters(_ text: some StringProtocol) -> [Character] {
        text.lowercased().filter { !$0.isWhitespace }
    }
}
