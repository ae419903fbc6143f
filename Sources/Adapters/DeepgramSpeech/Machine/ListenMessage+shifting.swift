// SPDX-License-Identifier: Apache-2.0

import Deepgram

extension ListenMessage {
    /// Its times counted from a later sample of the connection; words before that, which were another call's, are left out.
    func shifted(by seconds: Double) -> ListenMessage {
        guard seconds > 0 else { return self }
        switch self {
        case .results(var results):
            results.start -= seconds
            results.words = Self.shifted(results.words, by: seconds)
            return .results(results.clampedToStart)
        case .turn(var turn):
            turn.start -= seconds
            turn.end -= seconds
            turn.words = Self.shifted(turn.words, by: seconds)
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

    private static func shifted(_ words: [TranscriptWord], by seconds: Double) -> [TranscriptWord] {
        words.compactMap { word in
            var word = word
            word.start -= seconds
            word.end -= seconds
            // A word without a time (not a number) is placed by the assembler.
            return word.end <= 0 ? nil : word
        }
    }
}

extension ListenResults {
    /// A piece that began before our audio begins with it.
    fileprivate var clampedToStart: ListenResults {
        guard self.start < 0 else { return self }
        var results = self
        results.duration = max(0, self.duration + self.start)
        results.start = 0
        return results
    }
}
