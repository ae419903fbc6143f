// SPDX-License-Identifier: Apache-2.0

public import CallCore
public import NIOCore
import Synchronization

/// A recogniser that knows beforehand what will be said, and only listens for *when*.
///
/// It hears loudness, not words: each stretch of speech is answered with the next line of the script. So a call session
/// can be tested with real audio timing, in microseconds and without an engine, on any event loop, also one that a test
/// turns by hand: everything follows from the audio's own offsets, and the one timer is the event loop's.
///
/// ```swift
/// let recogniser = ScriptedRecogniser(["when are you open", "thank you goodbye"])
/// ```
public struct ScriptedRecogniser: SpeechRecogniser {
    /// One thing that will be heard.
    public struct Line: Sendable, Hashable, ExpressibleByStringLiteral {
        /// When it is reported.
        public enum Moment: Sendable, Hashable {
            /// When the caller has been silent for the request's `endOfTurnSilence`; the turn ends with it.
            case endOfSpeech
            /// When the caller has spoken for that long; the turn ends later, by silence.
            case speech(Duration)
            /// When the audio reaches that place, whatever is heard; the turn ends with it.
            case at(Duration)
        }

        /// The words; empty for speech of which no word could be made.
        public var text: String
        /// How sure the recogniser is.
        public var confidence: Double
        /// When it is reported.
        public var moment: Moment

        /// A line.
        public init(_ text: String, confidence: Double = 0.9, moment: Moment = .endOfSpeech) {
            self.text = text
            self.confidence = confidence
            self.moment = moment
        }

        /// A line at the end of a stretch of speech.
        public init(stringLiteral text: String) {
            self.init(text)
        }
    }

    /// `scripted`.
    public let name = "scripted"
    private let lines: @Sendable (RecognitionRequest) -> [Line]
    private let sessions = SessionCounter()

    /// Hears the same lines in every call. Speech beyond them is an utterance without words.
    public init(_ lines: [Line]) {
        self.lines = { _ in lines }
    }

    /// Hears what the closure says for a call.
    public init(lines: @escaping @Sendable (RecognitionRequest) -> [Line]) {
        self.lines = lines
    }

    /// Always works.
    public var status: EngineStatus { EngineStatus(sessions: self.sessions.count, detail: "scripted") }

    /// Opens a session; it connects to nothing and hears from the first sample.
    public func open(
        _ request: RecognitionRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) -> any RecognitionSession {
        ScriptedRecognition(
            ScriptedListener(lines: self.lines(request), endOfTurnSilence: request.endOfTurnSilence),
            endOfTurnSilence: request.endOfTurnSilence,
            on: eventLoop,
            counter: self.sessions,
            deliver: deliver
        )
    }
}
