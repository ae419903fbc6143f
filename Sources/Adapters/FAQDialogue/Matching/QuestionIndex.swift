// SPDX-License-Identifier: Apache-2.0

import GRDB

/// Finds the questions of a dialogue that fit what was said.
///
/// Two steps. SQLite's full-text search (FTS5, Porter's stemmer, BM25) picks the variants that share the rarest words;
/// each of them is then laid on the heard words (``PhraseAlignment``) and scored 0…1 (``PhraseScore``). BM25 alone
/// has no scale on which "nothing fits" could be seen.
struct QuestionIndex: Sendable {
    private let database: DatabaseQueue
    private let vocabulary: PhraseVocabulary
    private let patterns: [PhrasePattern]

    /// Builds the index in memory; throws ``FAQError`` `.index` if SQLite fails.
    init(_ file: FAQFile) throws {
        do {
            let database = try DatabaseQueue()
            let (vocabulary, patterns) = try database.write { db in
                try Self.build(file, in: db)
            }
            self.database = database
            self.vocabulary = vocabulary
            self.patterns = patterns
        } catch {
            throw FAQError(.index, "the search index of the dialogue could not be built", cause: error)
        }
    }

    /// The questions that fit at all, best first; ties are in the order of the file.
    func matches(_ text: String) async throws -> [QuestionMatch] {
        let words = Array(PhraseText.words(text).prefix(FAQLimits.turnWords))
        guard !words.isEmpty else { return [] }
        let (heard, candidates) = try await self.database.read { db in
            let heard = try self.vocabulary.heard(words, stemmer: Stemmer(db))
            return (heard, try self.candidates(for: heard, words: words, in: db))
        }
        return self.rank(heard, candidates)
    }

    // MARK: Candidates

    private func candidates(for heard: HeardPhrase, words: [String], in db: Database) throws -> [Int] {
        let terms = self.vocabulary.searchTerms(for: heard, words: words)
        guard !terms.isEmpty else { return [] }
        let query = terms.map { "\"\($0)\"" }.joined(separator: " OR ")
        let sql = "SELECT rowid FROM phrase WHERE phrase MATCH ? ORDER BY rank, rowid LIMIT ?"
        return try Int.fetchAll(db, sql: sql, arguments: [query, FAQLimits.candidates])
    }

    private func rank(_ heard: HeardPhrase, _ candidates: [Int]) -> [QuestionMatch] {
        var sentence: [Int: PhraseScore] = [:]
        var keyword: [Int: Double] = [:]
        for index in candidates.sorted() {
            let pattern = self.patterns[index]
            let family = self.vocabulary.families[pattern.question]
            let score = PhraseScore(of: heard, with: pattern, family: family)
            if pattern.isKeyword {
                keyword[pattern.question] = max(keyword[pattern.question] ?? 0, score.value)
            } else if score.value > (sentence[pattern.question]?.value ?? 0) {
                sentence[pattern.question] = score
            }
        }
        let matches = Set(sentence.keys).union(keyword.keys).compactMap { question -> QuestionMatch? in
            let best = sentence[question]
            let score = 1 - (1 - (best?.value ?? 0)) * (1 - (keyword[question] ?? 0))
            guard score > 0 else { return nil }
            return QuestionMatch(
                question: question,
                score: score,
                slots: self.vocabulary.named(best?.slotValues ?? [:])
            )
        }
        return matches.sorted { ($1.score, $0.question) < ($0.score, $1.question) }
    }

    // MARK: Building

    private static func build(_ file: FAQFile, in db: Database) throws -> (PhraseVocabulary, [PhrasePattern]) {
        try db.execute(sql: "CREATE VIRTUAL TABLE phrase USING fts5(words, tokenize = 'porter unicode61')")
        let vocabulary = try PhraseVocabulary(file, stemmer: Stemmer(db))
        var patterns: [PhrasePattern] = []
        for (number, question) in file.questions.enumerated() {
            let texts = question.variants.map { ($0, false) } + question.keywords.map { ($0, true) }
            for (text, isKeyword) in texts {
                let words = PhraseText.words(text)
                guard !words.isEmpty else { continue }
                try db.execute(
                    sql: "INSERT INTO phrase(rowid, words) VALUES (?, ?)",
                    arguments: [patterns.count, words.map(vocabulary.searchTerm).joined(separator: " ")]
                )
                patterns.append(vocabulary.pattern(words, question: number, isKeyword: isKeyword))
            }
        }
        return (vocabulary, patterns)
    }
}
