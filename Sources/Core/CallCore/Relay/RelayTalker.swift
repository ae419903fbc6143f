// SPDX-License-Identifier: Apache-2.0

import SafeText

/// Knows what the carrier is saying for us, and when it has been said: a pure value. The session brings the time, counted
/// from the session's start.
///
/// There are no marks. The carrier tells when its voice begins and ends and which words it has played, if it was asked to
/// and does so; whatever it leaves out is estimated from the length of the text, rather too long than too short, so that
/// every speech ends in bounded time and no last word is cut off.
struct RelayTalker: Sendable {
    /// Bounds and pace of the carrier's voice.
    struct Configuration: Sendable, Hashable {
        /// The longest text, in characters; what is longer is cut off at a word.
        var longestText = 4_000
        /// The time a character takes: 11 a second, where voices say 12 to 17.
        var character = Duration.milliseconds(90)
        /// How long the voice may take to begin.
        var latency = Duration.milliseconds(1_500)
        /// How long a pause within a speech may be.
        var settle = Duration.milliseconds(500)
        /// How much longer than estimated a speech may take that was heard to begin and not to end.
        var grace = Duration.seconds(5)
    }

    private struct Current {
        let speech: Speech
        var text: RelayText
        let isCutOff: Bool
        let sentAt: Duration
        /// When the voice was first heard.
        var startedAt: Duration?
        /// Since when it has been silent again.
        var quietSince: Duration?
        /// When the last word is known to have been played.
        var playedAt: Duration?
        /// What the carrier said when the caller cut in.
        var interruption: (claim: String, played: Duration?)?
    }

    let configuration: Configuration
    private var current: Current?

    init(_ configuration: Configuration = Configuration()) {
        self.configuration = configuration
    }

    /// The speech that goes on.
    var speech: Speech? { self.current?.speech }

    /// Begins a speech and returns the text to send.
    mutating func say(_ speech: Speech, at now: Duration) -> String {
        let clean = SafeText.clean(speech.reply.text)
        let text = clean.cut(to: self.configuration.longestText)
        self.current = Current(
            speech: speech,
            text: RelayText(text),
            isCutOff: text.utf8.count < clean.utf8.count,
            sentAt: now
        )
        return text
    }

    /// The carrier's voice is heard. Returns whether the speech begins with that.
    mutating func voiceStarted(at now: Duration) -> Bool {
        guard let current else { return false }
        self.current?.quietSince = nil
        guard current.startedAt == nil else { return false }
        self.current?.startedAt = now
        return true
    }

    /// The carrier's voice is silent. Before it was heard this is about something else.
    mutating func voiceStopped(at now: Duration) {
        guard self.current?.startedAt != nil, self.current?.quietSince == nil else { return }
        self.current?.quietSince = now
    }

    /// These words have been played.
    mutating func played(_ token: String, at now: Duration) {
        guard self.current?.text.isPlayed == false else { return }
        self.current?.text.play(token)
        if self.current?.text.isPlayed == true { self.current?.playedAt = now }
    }

    /// The caller cut in after these words.
    mutating func interrupted(after claim: String, played: Duration?) {
        self.current?.interruption = (claim, played)
    }

    /// When the speech counts as heard if nothing more is told; `nil` if nothing is being said.
    var deadline: Duration? {
        guard let current else { return nil }
        if let quiet = current.quietSince {
            return current.text.isPlayed ? quiet : quiet + self.configuration.settle
        }
        let estimate = self.estimate(of: current.text.text)
        guard let started = current.startedAt else {
            let unheard = current.sentAt + (estimate == .zero ? .zero : self.configuration.latency + estimate)
            // A word may be told when it begins to be played.
            return current.playedAt.map { min(unheard, $0 + self.configuration.latency) } ?? unheard
        }
        return started + estimate + self.configuration.grace
    }

    /// The speech that has been heard by now, if its time has come.
    mutating func finished(at now: Duration) -> (speech: Speech, heard: HeardSpeech)? {
        guard let current, let deadline, deadline <= now else { return nil }
        self.current = nil
        let end = current.quietSince ?? now
        return (
            current.speech,
            HeardSpeech(
                text: current.text.text,
                played: min(end - (current.startedAt ?? current.sentAt), self.estimate(of: current.text.text)),
                isComplete: !current.isCutOff
            )
        )
    }

    /// Nothing more is said: tells what was heard. `nil` if nothing was being said.
    mutating func stop(at now: Duration) -> (speech: Speech, heard: HeardSpeech)? {
        guard let current else { return nil }
        self.current = nil
        let begin = current.startedAt ?? current.sentAt + self.configuration.latency
        let elapsed = max((current.quietSince ?? now) - begin, .zero)
        let claimed = current.interruption.flatMap { current.text.words(endingWith: $0.claim) }
        let guessed = SpeechCut(text: current.text.text).heard(
            played: elapsed,
            of: self.estimate(of: current.text.text),
            isAll: true
        )
        // What is not known to have been heard is not claimed.
        let known = current.text.playedWords
        let text = claimed ?? (known.utf8.count > guessed.utf8.count ? known : guessed)
        let played = current.interruption?.played ?? elapsed
        return (current.speech, HeardSpeech(text: text, played: max(played, .zero), isComplete: false))
    }

    private func estimate(of text: String) -> Duration { self.configuration.character * text.count }
}
