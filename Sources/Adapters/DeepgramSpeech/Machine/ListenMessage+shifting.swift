// SPDX-License-Identifier: Apache-2.0

import Deepgram

extension ListenMessage {
    /// Its times counted from a later sample of the connection; words before that, which were another call's, are left out.
    func shifted(by seconds: Double) -> ListenMessage {
        guard seconds > 0 else { return self }
        switch self {
        case .results(var results):
            let end = results.end - seconds
            results.start = max(0, results.start - seconds)
            results.duration = max(0, end - results.start)
            (results.words, results.transcript) = Self.shifted(results.words, results.transcript, by: seconds)
            return .results(results)
        case .turn(var turn):
            turn.start = max(0, turn.start - seconds)
            turn.end -= seconds
            (turn.words, turn.transcript) = Self.shifted(turn.words, turn.transcript, by: seconds)
            return .turn(turn)
        case .speechStarted(let channel, let time):
            return .speechStarted(channel: channel, at: max(0, time - seconds))
        case .utteranceEnd(let channel, let time):
            // −1 is no time: it says that everything had been finalised.
            return .utteranceEnd(channel: channel, lastWordEnd: time < 0 ? time : max(0, time - seconds))
        default:
            return self
        }
    }

    private static func shifted(
        _ words: [TranscriptWord],
        _ transcript: String,
        by seconds: Double
    ) -> ([TranscriptWord], String) {
        let shifted = words.compactMap { word -> TranscriptWord? in
            var word = word
            word.start -= seconds
            word.end -= seconds
            // A word without a time (not a number) is placed by the assembler.
            return word.end <= 0 ? nil : word
        }
        guard shifted.count < words.count else { return (shifted, transcript) }
        return (shifted, shifted.map(\.text).joined(separator: " "))
    }
}
