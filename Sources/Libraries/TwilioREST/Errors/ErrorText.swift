// SPDX-License-Identifier: Apache-2.0

/// Makes a text from the other side fit for a log: short, one line, no numbers of people, no URLs beyond their host,
/// no secrets.
struct ErrorText: Sendable {
    /// Texts that never may appear, such as the auth token.
    var secrets: [String]
    /// The longest text that is kept, in Unicode scalars.
    var limit = 300

    func safe(_ text: String) -> String {
        let oneLine = String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(self.limit * 4).map { Self.isPrintable($0) ? $0 : " " }
            )
        )
        let words = oneLine.split(separator: " ", omittingEmptySubsequences: true)
        let cut = words.map { self.cuttingURL(self.withoutSecrets($0)) }.joined(separator: " ")
        return String(String.UnicodeScalarView(Self.masked(cut).unicodeScalars.prefix(self.limit)))
    }

    /// Control characters, and those that reorder or hide what follows, become blanks.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }

    private func withoutSecrets(_ word: Substring) -> String {
        for secret in self.secrets where !secret.isEmpty && word.contains(secret) {
            return "<redacted>"
        }
        return String(word)
    }

    /// A callback URL may hold a token in its path.
    private func cuttingURL(_ word: String) -> String {
        guard let scheme = word.firstRange(of: "://") else { return word }
        let rest = word[scheme.upperBound...]
        guard let end = rest.firstIndex(where: { "/?#".contains($0) }) else { return word }
        let authority = rest[..<end]
        let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        return word[..<scheme.upperBound] + host + "/…"
    }

    /// Replaces every number of at least seven digits by `***` and its last four; blanks, dots, dashes and parentheses
    /// between digits do not end a number.
    static func masked(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var pending = String.UnicodeScalarView()
        var digits: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            if ("0"..."9").contains(scalar) {
                digits.append(scalar)
                pending.append(scalar)
            } else if !digits.isEmpty && " .-()/".unicodeScalars.contains(scalar) {
                pending.append(scalar)
            } else {
                self.flush(&pending, &digits, to: &result)
                result.append(scalar)
            }
        }
        self.flush(&pending, &digits, to: &result)
        return String(result)
    }

    private static func flush(
        _ pending: inout String.UnicodeScalarView,
        _ digits: inout [Unicode.Scalar],
        to result: inout String.UnicodeScalarView
    ) {
        if digits.count >= 7 {
            result.append(contentsOf: "***".unicodeScalars)
            result.append(contentsOf: digits.suffix(4))
            let tail = pending.reversed().prefix { !("0"..."9").contains($0) }
            result.append(contentsOf: tail.reversed())
        } else {
            result.append(contentsOf: pending)
        }
        pending = .init()
        digits = []
    }
}
