// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing

/// Transcripts of people who talk at once, and of streams that follow on each other.
struct OverlapTests {
    /// The caller tells a long story, the agent agrees in the middle of it.
    private var interjection: CallTranscript {
        var story = Story()
        story.starts(0, .listening)
        story.says(.agent, "yes yes", 2, 3, keptAt: 3.5)
        story.says(.caller, "a long story", 1, 8, keptAt: 8.5)
        story.says(.agent, "I see", 8, 8, keptAt: 9.5)
        return story.transcript
    }

    @Test func linesStandInTheOrderInWhichPeopleBeganToSpeak() {
        #expect(self.interjection.lines.map(\.spoken.text) == ["a long story", "yes yes", "I see"])
        // Their numbers stay those of the record.
        #expect(self.interjection.lines.map(\.number) == [2, 1, 3])
        let text = "[00:00:01.000] Caller: a long story\n[00:00:02.000] Agent: yes yes\n[00:00:08.000] Agent: I see\n"
        #expect(TranscriptFormat.text.write(self.interjection) == text)
    }

    @Test func cuesOverlapInOrderAndNoneIsEmpty() {
        let vtt = """
            WEBVTT

            2
            00:00:01.000 --> 00:00:08.000
            <v Caller>a long story</v>

            1
            00:00:02.000 --> 00:00:03.000
            <v Agent>yes yes</v>

            3
            00:00:08.000 --> 00:00:08.001
            <v Agent>I see</v>

            """
        #expect(TranscriptFormat.vtt.write(self.interjection) == vtt)
        let srt = TranscriptFormat.srt.write(self.interjection)
        #expect(srt.hasPrefix("1\n00:00:01,000 --> 00:00:08,000\nCaller: a long story\n\n2\n00:00:02,000"))
    }

    @Test func theLastWordsOfAConversationStayInIt() {
        var story = Story()
        story.starts(0, .conversation)
        story.says(.caller, "a person please", 28, 30, keptAt: 31)
        story.starts(40, .listening)
        // The ears of the conversation were slow.
        story.says(.caller, "thank you", 38, 39, keptAt: 41)
        story.at(42, .streamEnded(.transferred))
        story.says(.agent, "support here", 1, 2, keptAt: 42.5)
        story.says(.caller, "hello", 3, 4, keptAt: 44.5)
        let lines = story.transcript.lines
        #expect(lines.map(\.spoken.text) == ["a person please", "thank you", "support here", "hello"])
        #expect(lines.map { $0.start / .seconds(1) } == [28, 38, 41, 43])
    }

    @Test func aStreamThatNeverCameMovesNothing() {
        var story = Story()
        story.starts(0, .conversation)
        story.at(5, .streamEnded(.neverStreamed, purpose: .listening))
        story.says(.caller, "hello", 6, 7, keptAt: 7)
        #expect(story.transcript.lines.map { $0.start / .seconds(1) } == [6])
    }
}
