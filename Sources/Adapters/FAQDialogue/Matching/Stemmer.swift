// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The stems that SQLite's full-text search uses, so that both steps of the search agree on what is one word.
struct Stemmer {
    private let tokenizer: any FTS5Tokenizer

    /// Only valid inside the database access it was made in.
    init(_ db: Database) throws {
        self.tokenizer = try db.makeTokenizer(.porter(wrapping: .unicode61()))
    }

    /// `reservations` → `reserv`.
    func stem(_ word: String) throws -> String {
        let stem = try self.tokenizer.tokenize(document: word).map(\.token).joined()
        return stem.isEmpty ? word : stem
    }
}
