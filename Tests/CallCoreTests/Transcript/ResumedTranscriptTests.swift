// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import Testing

/// Transcripts of calls whose streams broke off and began again, here or on another server.
struct ResumedTranscriptTests {
    private func starts(_ transcript: CallTranscript) -> [Double] { transcript.lines.map { $0.start / .seconds(1) } }

    /// Begin and end of every cue, in milliseconds, as they stand in the file.
    static func cues(in subtitles: String) -> [(begin: Int, end: Int)] {
        subtitles.split(separator: "\n").compactMap { line in
            let times = line.matches(of: /(\d+):(\d\d):(\d\d)[.,](\d\d\d)/).map { match in
                let fields = [match.1, match.2, match.3, match.4].compactMap { Int($0) }
                return ((fields[0] * 60 + fields[1]) * 60 + fields[2]) * 1_000 + fields[3]
            }
            return times.count == 2 && line.contains(" --> ") ? (times[0], times[1]) : nil
        }
    }

    @Test func aStreamThatBeginsAgainGoesOnWhereTheClockStands() {
        var story = Story()
        story.starts(0)
        story.says(.agent, "hello", 1, 2, keptAt: 2)
        story.says(.caller, "a table for two", 3, 5, keptAt: 6)
        // The server was killed at 7 s: nothing says that the stream ended. The next one counts from 0 again.
        story.starts(12)
        story.says(.agent, "sorry, go on", 0.5, 1.5, keptAt: 13.5)
        story.says(.caller, "tomorrow", 2, 3, keptAt: 15.5)
        story.at(16, .streamEnded(.connectionLost))
        story.starts(20)
        story.says(.caller, "at seven", 0, 1, keptAt: 21.5)
        #expect(self.starts(story.transcript) == [1, 3, 12.5, 14, 20])
        #expect(story.transcript.lines.map(\.number) == [1, 2, 3, 4, 5])
        for format in [TranscriptFormat.vtt, .srt] {
            let cues = Self.cues(in: format.write(story.transcript))
            #expect(cues.map(\.begin) == [1_000, 3_000, 12_500, 14_000, 20_000])
            #expect(cues.allSatisfy { $0.end > $0.begin })
        }
    }

    @Test func aServerWhoseClockIsBehindNeverGoesBack() {
        var story = Story()
        story.starts(0)
        story.says(.caller, "a long story", 1, 30, keptAt: 31)
        // The clock of the server that took over stands at 31 s when 40 have gone by.
        story.starts(31)
        story.says(.caller, "and on", 1, 2, keptAt: 33)
        #expect(self.starts(story.transcript) == [1, 32])
    }

    @Test func whatArrivedLateStandsWhereItWasSaid() {
        var story = Story()
        story.starts(0)
        story.says(.caller, "first", 1, 2, keptAt: 2.5)
        story.starts(10)
        story.says(.caller, "third", 1, 2, keptAt: 12.5)
        // The first server comes back from its outage and delivers what it still had.
        story.says(.agent, "second", 3, 4, keptAt: 4.5)
        let lines = story.transcript.lines
        #expect(lines.map(\.spoken.text) == ["first", "second", "third"])
        #expect(lines.map(\.number) == [1, 2, 3])
        #expect(self.starts(story.transcript) == [1, 3, 11])
    }

    @Test func whateverHappensCuesBeginInOrder() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            var story = Story()
            var now = 0.0
            for _ in 0..<Int.random(in: 1..<30, using: &generator) {
                now += Double.random(in: -0.5..<5, using: &generator)
                let start = Double.random(in: 0..<10, using: &generator)
                switch Int.random(in: 0..<6, using: &generator) {
                case 0: story.starts(now, Bool.random(using: &generator) ? .conversation : .listening)
                case 1: story.at(now, .streamEnded(.connectionLost))
                case 2: story.says(.agent, "no audio", 0, 0, keptAt: now)
                default: story.says(.caller, "words", start, start + 1, keptAt: now)
                }
            }
            for format in [TranscriptFormat.vtt, .srt] {
                let cues = Self.cues(in: format.write(story.transcript))
                #expect(cues.count == story.transcript.lines.count)
                #expect(zip(cues, cues.dropFirst()).allSatisfy { $0.begin <= $1.begin })
                #expect(cues.allSatisfy { $0.begin < $0.end })
            }
        }
    }
}
