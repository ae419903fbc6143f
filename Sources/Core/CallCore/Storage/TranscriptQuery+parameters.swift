// SPDX-License-Identifier: Apache-2.0

extension TranscriptQuery {
    /// The longest question, in bytes of UTF-8.
    package static let longestText = 1_000

    /// Takes a parameter by its name in URLs; `false` if there is none of this name.
    package mutating func take(_ value: String, for name: String) throws(QueryFlaw) -> Bool {
        switch name {
        case "q":
            guard value.utf8.count <= Self.longestText, SearchText(value) != nil else {
                throw QueryFlaw(name, "q must have letters or digits, and at most \(Self.longestText) bytes.")
            }
            self.text = value
        case "from": self.from = try QueryText.date(value, name)
        case "to": self.before = try QueryText.date(value, name)
        case "speaker": self.speaker = try QueryText.choice(value, name)
        case "limit": self.limit = try QueryText.limit(value)
        case "cursor":
            guard TranscriptCursor(text: value) != nil else {
                throw QueryFlaw(name, "cursor is none of this store's; begin without one.")
            }
            self.cursor = value
        default: return false
        }
        return true
    }
}
