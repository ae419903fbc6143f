// SPDX-License-Identifier: Apache-2.0

/// Rules that Nova's and Flux's parameters share.
enum ParameterRules {
    static func refuse(_ problems: [String]) throws(DeepgramError) {
        guard problems.isEmpty else { throw DeepgramError(.invalidParameters, problems.joined(separator: " ")) }
    }

    static func blank(_ values: [String], _ name: String, mend: String) -> [String] {
        values.contains { $0.trimmed.isEmpty } ? ["A \(name) is empty: \(mend)."] : []
    }

    /// Deepgram advises at most 100 terms, and refuses more than 500 tokens; a word is a token at least.
    static func keyterms(_ keyterms: [String]) -> [String] {
        var problems = self.blank(keyterms, "keyterm", mend: "leave it out")
        if keyterms.count > 100 {
            problems.append("\(keyterms.count) keyterms are more than 100: keep the likeliest.")
        }
        let tokens = keyterms.reduce(0) { $0 + $1.split(whereSeparator: \.isWhitespace).count }
        if tokens > 500 {
            problems.append("The keyterms have \(tokens) words, and Deepgram takes 500 tokens: keep the likeliest.")
        }
        return problems
    }

    static func tags(_ tags: [String]) -> [String] {
        var problems = self.blank(tags, "tag", mend: "leave it out")
        if tags.contains(where: { $0.count > 128 }) {
            problems.append("A tag is longer than 128 characters: shorten it.")
        }
        return problems
    }

    /// Says whether a text is two with a colon between them.
    static func isPair(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":") else { return false }
        return colon != text.startIndex && text.index(after: colon) != text.endIndex
    }

    /// A language tag has the shape of BCP 47; names of languages are a common mistake.
    static func language(_ text: String, _ name: String, allowsMulti: Bool) -> [String] {
        if allowsMulti && text == "multi" { return [] }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isTag =
            (2...3).contains(parts[0].utf8.count) && parts[0].utf8.allSatisfy(\.isLetter)
            && parts.dropFirst()
                .allSatisfy { part in
                    (1...8).contains(part.utf8.count)
                        && part.utf8.allSatisfy { $0.isLetter || (0x30...0x39).contains($0) }
                }
        if isTag { return [] }
        let mend = self.names[text.lowercased()] ?? "en-US"
        return ["\(name)=\(text.prefix(40)) is no language tag: write \(mend)."]
    }

    private static let names = [
        "english": "en", "spanish": "es", "german": "de", "french": "fr", "italian": "it", "portuguese": "pt",
        "dutch": "nl", "japanese": "ja", "hindi": "hi", "russian": "ru", "deutsch": "de", "español": "es",
        "multilingual": "multi",
    ]
}

extension UInt8 {
    fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}
