// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram

/// Turns transcripts into a call's utterances: places in the feed become places in the call, and times do not go back.
struct UtteranceScribe {
    /// Speech that begins so close to the last beginning is the same, heard again.
    private static let sameSpeech = Duration.milliseconds(50)

    /// Where the last word of an utterance ends.
    private(set) var lastEnd = Duration.zero
    private var lastSpeech: Duration?
    private var isSpeaking = false
    private var lastGuess = ""

    /// The place where speech began; `nil` when that was told before.
    mutating func speechStarted(at seconds: Double, by clock: AudioClock) -> Duration? {
        let place = clock.time(ofSpeech: Self.samples(seconds))
        guard self.lastSpeech.map({ place > $0 + Self.sameSpeech }) ?? true else { return nil }
        self.lastSpeech = place
        self.isSpeaking = true
        return place
    }

    /// Whether words at `start` are the first sign of a turn.
    mutating func beginsTurn(at start: Duration) -> Bool {
        guard !self.isSpeaking else { return false }
        self.isSpeaking = true
        self.lastSpeech = max(self.lastSpeech ?? start, start)
        return true
    }

    mutating func turnEnded() { self.isSpeaking = false }

    /// Whether a guess says something that the one before did not.
    mutating func isNew(_ guess: Deepgram.Transcript) -> Bool {
        guard guess.text != self.lastGuess else { return false }
        self.lastGuess = guess.text
        return true
    }

    mutating func finalUtterance(_ transcript: Deepgram.Transcript, by clock: AudioClock) -> Utterance {
        let utterance = self.utterance(transcript, by: clock)
        self.lastEnd = max(self.lastEnd, utterance.end)
        self.lastGuess = ""
        return utterance
    }

    func utterance(_ transcript: Deepgram.Transcript, by clock: AudioClock) -> Utterance {
        var earliest = self.lastEnd
        var words: [Word] = []
        words.reserveCapacity(transcript.words.count)
        for word in transcript.words {
            let place = Self.place(word.start, word.end, by: clock)
            let start = max(place.lowerBound, earliest)
            let end = max(place.upperBound, start)
            words.append(Word(text: word.text, start: start, end: end, confidence: Self.confidence(word.confidence)))
            earliest = start
        }
        let place = Self.place(transcript.start, transcript.end, by: clock)
        let start = max(place.lowerBound, self.lastEnd)
        let end = max(place.upperBound, start, words.last?.end ?? start)
        return Utterance(
            text: transcript.text,
            start: min(start, words.first?.start ?? start),
            end: end,
            confidence: Self.confidence(transcript.confidence),
            words: words
        )
    }

    private static func place(_ start: Double, _ end: Double, by clock: AudioClock) -> ClosedRange<Duration> {
        let start = Self.samples(start)
        return clock.time(ofWord: start...max(start, Self.samples(end)))
    }

    /// Samples in a time of the assembler's clock; a time that is none is the beginning.
    private static func samples(_ seconds: Double) -> Double {
        seconds.isFinite ? min(max(0, seconds * RecognitionMachine.rate), 1e12) : 0
    }

    private static func confidence(_ value: Double) -> Double {
        value.isFinite ? min(max(value, 0), 1) : 0
    }
}
