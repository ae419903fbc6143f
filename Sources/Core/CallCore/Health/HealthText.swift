// SPDX-License-Identifier: Apache-2.0

import SafeText

/// What a dependency said about its failure, fit for a health document: one line of bounded length without addresses
/// (which may hold a user and a password) and without anything as long as a telephone number or a key.
///
/// Whoever knows secrets of the configuration removes them before; this is the net below.
public enum HealthText {
    /// The longest text, in bytes of UTF-8.
    public static let limit = 240
    /// So many digits in a row are a number of somebody.
    private static let digits = 7
    /// So long a word of letters and digits is a key.
    private static let word = 32

    /// The text as it is shown.
    public static func clean(_ text: String) -> String {
        let words = SafeText.terminal(text, limit: .bytes(Self.limit * 8)).split(separator: " ")
        var options = SafeText.Options()
        options.marksCut = true
        let shown = words.map { Self.shown($0) }.joined(separator: " ")
        return SafeText.clean(shown, limit: .bytes(Self.limit), options: options)
    }

    private static func shown(_ word: Substring) -> String {
        if word.contains("://") { return "[address]" }
        if Self.namesASecret(word) { return "[redacted]" }
        var text = ""
        var run = ""
        for character in word {
            if character.isASCII, character.isLetter || character.isNumber || character == "_" {
                run.append(character)
            } else {
                text += Self.masked(run) + String(character)
                run = ""
            }
        }
        return text + Self.masked(run)
    }

    /// `password=…`, `user=…`, as connection strings of libpq have them.
    private static func namesASecret(_ word: Substring) -> Bool {
        let name = word.prefix { $0 != "=" }.lowercased()
        return name.utf8.count < word.utf8.count
            && ["password", "user", "token", "key", "secret"].contains { name.hasSuffix($0) }
    }

    private static func masked(_ run: String) -> String {
        guard run.utf8.count >= Self.digits else { return run }
        if run.utf8.count >= Self.word { return "[redacted]" }
        var longest = 0
        var current = 0
        for byte in run.utf8 {
            current = (0x30...0x39).contains(byte) ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest >= Self.digits ? "[number]" : run
    }
}
