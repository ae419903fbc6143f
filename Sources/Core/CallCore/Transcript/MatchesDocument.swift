// SPDX-License-Identifier: Apache-2.0

/// A page of lines that a search found, as JSON.
package struct MatchesDocument: Encodable {
    struct Match: Encodable {
        let call: String
        let time: String
        let speaker: String
        let text: String
        let confidence: Double
        let interrupted: Bool
        let source: String

        init(_ match: TranscriptMatch) {
            self.call = match.call.rawValue
            self.time = Timestamp.text(match.time)
            self.speaker = match.line.speaker.rawValue
            self.text = match.line.text
            self.confidence = match.line.confidence
            self.interrupted = match.line.isInterrupted
            self.source = match.line.source
        }
    }

    let matches: [Match]
    /// Give it as `cursor` to get the next page; missing on the last.
    let next: String?

    package init(_ page: TranscriptMatches) {
        self.matches = page.matches.map { Match($0) }
        self.next = page.next
    }
}
