// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import TelephonyAudio

/// The ear of ``ScriptedRecogniser``: audio in, events out; a pure value.
struct ScriptedListener: Sendable {
    /// Louder than this is speech, in dBFS.
    private static let threshold = -45.0
    /// What is loud for less than this is a click.
    private static let shortestSpeech = Duration.milliseconds(60)

    private var lines: ArraySlice<ScriptedRecogniser.Line>
    private let endOfTurnSilence: Duration

    /// Where the next sample stands.
    private(set) var position = Duration.zero
    private var loudSince: Duration?
    private var speechStart: Duration?
    private var lastLoudEnd = Duration.zero
    /// A line was reported before the stretch of speech was over.
    private var hasReportedEarly = false

    init(lines: [ScriptedRecogniser.Line], endOfTurnSilence: Duration) {
        self.lines = lines[...]
        self.endOfTurnSilence = endOfTurnSilence
    }

    /// Whether somebody is speaking, pauses shorter than the end of a turn included.
    var isInSpeech: Bool { self.speechStart != nil }

    /// Takes audio, 20 ms at a time; a jump forward is silence.
    mutating func hear(_ audio: ByteBuffer, at offset: Duration) -> [RecognitionEvent] {
        var events: [RecognitionEvent] = []
        var audio = audio
        if offset > self.position {
            self.loudSince = nil
            self.position = offset
            events += self.endIfQuiet()
        }
        while audio.readableBytes > 0 {
            let size = min(160, audio.readableBytes)
            let piece = audio.readSlice(length: size) ?? ByteBuffer()
            let level = piece.withUnsafeReadableBytes { LevelMeter.measure(muLaw: $0) }
            let begin = self.position
            self.position += .telephony(bytes: size)
            events += level.rms > Self.threshold ? self.loud(from: begin) : self.quiet()
            events += self.reportPlacedLine()
        }
        return events
    }

    /// Ends a stretch of speech because no more audio comes.
    mutating func endSpeech() -> [RecognitionEvent] {
        guard let start = self.speechStart else { return [] }
        self.speechStart = nil
        self.loudSince = nil
        if self.hasReportedEarly {
            self.hasReportedEarly = false
            return [.turnEnded(at: self.position)]
        }
        return [.utterance(self.utterance(from: start), endsTurn: true)]
    }

    private mutating func loud(from begin: Duration) -> [RecognitionEvent] {
        let since = self.loudSince ?? begin
        self.loudSince = since
        self.lastLoudEnd = self.position
        if let start = self.speechStart { return self.reportEarlyLine(start) }
        guard self.position - since >= Self.shortestSpeech else { return [] }
        self.speechStart = since
        return [.speechStarted(at: since)]
    }

    private mutating func quiet() -> [RecognitionEvent] {
        self.loudSince = nil
        return self.endIfQuiet()
    }

    private mutating func endIfQuiet() -> [RecognitionEvent] {
        guard self.isInSpeech, self.position - self.lastLoudEnd >= self.endOfTurnSilence else { return [] }
        return self.endSpeech()
    }

    private mutating func reportEarlyLine(_ start: Duration) -> [RecognitionEvent] {
        guard !self.hasReportedEarly, case .speech(let length)? = self.lines.first?.moment,
            self.position - start >= length
        else { return [] }
        self.hasReportedEarly = true
        return [.utterance(self.utterance(from: start), endsTurn: false)]
    }

    private mutating func reportPlacedLine() -> [RecognitionEvent] {
        guard case .at(let place)? = self.lines.first?.moment, self.position >= place else { return [] }
        self.lastLoudEnd = self.position
        let start = self.speechStart ?? max(.zero, self.position - .milliseconds(500))
        self.speechStart = nil
        self.hasReportedEarly = false
        return [.utterance(self.utterance(from: start), endsTurn: true)]
    }

    /// The next line, its words spread evenly over the time.
    private mutating func utterance(from start: Duration) -> Utterance {
        let line = self.lines.popFirst() ?? ScriptedRecogniser.Line("", confidence: 0)
        let end = max(start, self.lastLoudEnd)
        let texts = line.text.split(separator: " ").map(String.init)
        let step = (end - start) / max(1, texts.count)
        let words = texts.enumerated().map { index, text in
            Word(text: text, start: start + step * index, end: start + step * (index + 1), confidence: line.confidence)
        }
        return Utterance(text: line.text, start: start, end: end, confidence: line.confidence, words: words)
    }
}
