// SPDX-License-Identifier: Apache-2.0

import CallCore
import SafeText

/// What a conversation was about, in a sentence or two, for somebody who takes it over: the caller's last words. The same
/// events give the same summary; nothing in it is more than what was heard.
struct ConversationSummary {
    /// The longest summary, in characters: about twenty seconds.
    private static let longest = 300
    /// How many things the caller said are repeated.
    private static let turns = 3

    let text: String

    init(of events: [StoredCallEvent]) {
        let lines = events.compactMap { stored -> String? in
            guard case .spoken(let line) = stored.event.kind, line.speaker == .caller else { return nil }
            let words = SafeText.clean(line.text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return words.isEmpty ? nil : words
        }
        guard !lines.isEmpty else {
            self.text = "A caller who has not said anything yet."
            return
        }
        // The latest words say best what is wanted, so the earlier ones are left out when there is no room.
        var kept: [String] = []
        var room = Self.longest
        for line in lines.suffix(Self.turns).reversed() {
            let piece = Self.cut(line, to: room)
            guard !piece.isEmpty else { break }
            kept.insert(piece, at: 0)
            room -= piece.count
        }
        self.text = "The caller said: " + kept.joined(separator: ". Then: ") + "."
    }

    /// Whole words only.
    private static func cut(_ text: String, to room: Int) -> String {
        guard text.count > room else { return text }
        let head = text.prefix(max(0, room))
        guard let blank = head.lastIndex(of: " ") else { return "" }
        return String(head[..<blank])
    }
}
