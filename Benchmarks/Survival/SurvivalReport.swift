// SPDX-License-Identifier: Apache-2.0

import BenchmarkSupport
import Foundation
import SwitchboardTesting

/// What came of a scenario with calls.
struct SurvivalReport: Encodable, CustomStringConvertible {
    var scenario: String
    /// The calls by name.
    var sids: [String] = []
    var calls = 0
    /// Calls that ended otherwise than by the caller's hanging up at the end of the script.
    var dropped = 0
    /// Streams that broke or were closed and were followed by another one of the same call.
    var resumed = 0
    /// Seconds from the end of a stream to the beginning of the next one.
    var resumeSecondsP50 = 0.0
    var resumeSecondsP99 = 0.0
    var linesShown = 0
    var shownLost = 0
    var shownDoubled = 0
    var words = WordLedger()
    /// Words missing in calls that were never disturbed.
    var wordsLostUndisturbed = 0
    var recordsStillActive = 0
    /// Connections that were made beside the calls and got no answer.
    var connectionsFailed = 0
    var notes: [String] = []
    var complaints: [String: Int] = [:]
    var endings: [String: Int] = [:]

    /// Adds a call: what the caller did, and what the store says.
    mutating func add(
        _ placed: CallBoard.Placed,
        _ transcript: OperatorClient.Transcript,
        _ record: OperatorClient.Record,
        shown: (lost: Int, doubled: Int)
    ) -> [Double] {
        let result = placed.result
        self.calls += 1
        let hungUp = "\(result.ending)".contains("callerHungUp")
        if !hungUp {
            self.dropped += 1
            self.endings["\(result.ending)", default: 0] += 1
        }
        self.shownLost += shown.lost
        self.shownDoubled += shown.doubled
        let before = self.words.lost
        self.words.add(
            call: result.sid,
            spoken: placed.plan.words,
            heard: transcript.callerWords,
            firstWords: placed.plan.firstWords,
            breaks: result.streams.count - 1
        )
        if result.streams.count == 1 { self.wordsLostUndisturbed += self.words.lost - before }
        if record.active { self.recordsStillActive += 1 }
        let opened = result.streams.filter { $0.httpStatus == 101 }
        let gaps = zip(opened, opened.dropFirst()).map { $1.at - ($0.at + $0.seconds) }
        self.resumed += gaps.count
        return gaps
    }

    mutating func setResumeTimes(_ gaps: [Double]) {
        let sorted = gaps.sorted()
        guard !sorted.isEmpty else { return }
        self.resumeSecondsP50 = sorted[sorted.count / 2]
        self.resumeSecondsP99 = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
    }

    var isGood: Bool {
        self.dropped == 0 && self.shownLost == 0 && self.shownDoubled == 0 && self.words.doubled == 0
            && self.words.outOfOrder == 0 && self.words.invented == 0 && self.wordsLostUndisturbed == 0
            && self.recordsStillActive == 0 && self.connectionsFailed == 0
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    var description: String {
        """
        scenario      \(self.scenario)
        calls         \(self.calls), \(self.dropped) dropped\(self.endings.isEmpty ? "" : " \(self.endings)"), \
        \(self.recordsStillActive) records still active
        resumed       \(self.resumed) times, p50 \(Self.text(self.resumeSecondsP50)) s, p99 \
        \(Self.text(self.resumeSecondsP99)) s from stream to stream
        lines shown   \(self.linesShown), \(self.shownLost) lost, \(self.shownDoubled) doubled
        words         \(self.words.spoken) spoken, \(self.words.lost) not heard (\(self.wordsLostUndisturbed) of them in \
        calls that nothing happened to), \(self.words.saidAgain) said again, \(self.words.doubled) doubled, \(self.words.outOfOrder) out of order, \
        \(self.words.invented) invented
        log           \(self.complaints.isEmpty ? "no warnings" : "\(self.complaints.sorted { $0.value > $1.value })")
        """ + self.notes.map { "\n              \($0)" }.joined()
    }

    private static func text(_ seconds: Double) -> String { String(format: "%.2f", seconds) }
}
