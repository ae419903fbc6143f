// SPDX-License-Identifier: Apache-2.0

public import CallCore
public import NIOCore
import TelephonyAudio

/// A synthesiser that beeps: one tone for each word, longer for longer words, always the same for the same text.
///
/// For tests of everything around a voice: the audio's length is known, word times are exact, nothing is loaded.
/// Frequency and length of a beep follow from the word alone.
///
/// ```swift
/// ToneSynthesiser().audio(of: "we are open").count     // bytes of mu-law
/// ```
public struct ToneSynthesiser: SpeechSynthesiser {
    /// `tone`.
    public let name = "tone"
    /// The length of a beep is this for each letter, and once more.
    public var perLetter: Duration
    /// Silence after each word.
    public var gap: Duration
    /// How long the first audio takes.
    public var delay: Duration
    /// Fails with this error after the audio of so many words.
    public var failure: Failure?
    private let sessions = SessionCounter()

    /// A failure at a certain place.
    public struct Failure: Sendable, Hashable {
        /// Words that are still delivered.
        public var afterWords: Int
        /// What is reported then.
        public var error: SpeechError

        /// A failure.
        public init(afterWords: Int = 0, _ error: SpeechError) {
            self.afterWords = afterWords
            self.error = error
        }
    }

    /// A beeper: 40 ms a letter, 60 ms between words, at once, without failure.
    public init(
        perLetter: Duration = .milliseconds(40),
        gap: Duration = .milliseconds(60),
        delay: Duration = .zero,
        failure: Failure? = nil
    ) {
        self.perLetter = perLetter
        self.gap = gap
        self.delay = delay
        self.failure = failure
    }

    /// Always works.
    public var status: EngineStatus { EngineStatus(sessions: self.sessions.count, detail: "tones") }

    /// Begins to beep; one word in each turn of the event loop.
    public func speak(
        _ request: SynthesisRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (SynthesisEvent) -> Void
    ) -> any SynthesisSession {
        let session = ToneSynthesis(
            Self.words(of: request.text).map { (word: $0, audio: self.audio(ofWord: $0)) },
            gapBytes: self.gap.telephonyBytes,
            failure: self.failure,
            counter: self.sessions,
            deliver: deliver
        )
        session.start(on: eventLoop, after: self.delay)
        return session
    }

    /// All the audio of a text: mu-law, 8 kHz.
    public func audio(of text: String) -> [UInt8] {
        Self.words(of: text).flatMap(self.audio(ofWord:))
    }

    private static func words(of text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// The beep and the silence after it.
    private func audio(ofWord word: String) -> [UInt8] {
        let length = (self.perLetter * (word.count + 1)).telephonyBytes
        // FNV-1a, so that the pitch is the same in every process.
        let hash = word.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        // A square wave of a whole number of samples: no mathematics library, and loud enough for every detector.
        let halfPeriod = 3 + Int(hash % 10)
        let samples = (0..<length).map { Int16($0 / halfPeriod % 2 == 0 ? 6000 : -6000) }
        return MuLaw.encode(samples) + [UInt8](repeating: MuLaw.silence, count: self.gap.telephonyBytes)
    }
}
