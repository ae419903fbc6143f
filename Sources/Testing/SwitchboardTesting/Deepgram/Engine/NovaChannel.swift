// SPDX-License-Identifier: Apache-2.0

/// One channel of a connection to `/v1/listen`: hears audio and decides what becomes interim and final, and when.
///
/// Everything is decided at whole frames of 20 ms of audio, so that the same audio gives the same results in whatever
/// pieces it comes.
struct NovaChannel: Sendable {
    static let step = 160
    static let rate = 8000

    private let upgrade: DeepgramUpgrade
    private let settings: DeepgramEngineSettings
    /// The pause is never noticed, as on a noisy line.
    private var missesPauses: Bool
    private var missesUtteranceEnds: Bool
    private(set) var ear: any SimulatedEar
    private var random: SimulationRandom
    /// Samples heard.
    private(set) var position = 0
    /// Where the last final ended.
    private(set) var finalEnd = 0
    /// Words that are not final yet.
    private var words: [HeardWord] = []
    private var nextInterim: Int
    private var pieceLimit: Int
    /// There was voice since the last pause that was noticed.
    private var isSpeaking = false
    private var announcedVoice: Int?
    /// The end of the newest word since the last `UtteranceEnd`.
    private var lastWordEnd: Int?
    private var lastFinal: LastFinal = .piece

    /// How the newest words became final.
    private enum LastFinal: Sendable { case piece, endpoint, finalize }

    init(
        _ upgrade: DeepgramUpgrade,
        ear: any SimulatedEar,
        settings: DeepgramEngineSettings,
        faults: EngineFaults,
        seed: UInt64
    ) {
        self.upgrade = upgrade
        self.settings = settings
        self.ear = ear
        self.random = SimulationRandom(seed: seed)
        self.missesPauses = faults.missesSpeechFinal
        self.missesUtteranceEnds = faults.missesUtteranceEnd
        self.nextInterim = Self.samples(settings.interimStep)
        self.pieceLimit = 0
        self.pieceLimit = self.nextPieceLimit()
    }

    mutating func set(_ faults: EngineFaults) {
        self.missesPauses = faults.missesSpeechFinal
        self.missesUtteranceEnds = faults.missesUtteranceEnd
    }

    /// Whether somebody speaks right now.
    var isVoiced: Bool { self.ear.voice.map { self.position - $0.upperBound < 2 } ?? false }

    /// Takes the next samples.
    mutating func hear(_ audio: ArraySlice<UInt8>, into events: inout [NovaEvent]) {
        var rest = audio
        while !rest.isEmpty {
            let part = rest.prefix(Self.step - self.position % Self.step)
            rest = rest.dropFirst(part.count)
            self.note(self.ear.hear(part))
            self.position += part.count
            if self.position % Self.step == 0 { self.decide(&events) }
        }
    }

    /// Words that an engine elsewhere has made of the audio up to here; `endsUtterance` when it heard a pause.
    mutating func heard(_ words: [HeardWord], endsUtterance: Bool, into events: inout [NovaEvent]) {
        self.note(words)
        guard endsUtterance else { return }
        let isPause = self.upgrade.endpointing != nil && !self.missesPauses
        events.append(self.makeFinal(to: self.position, as: isPause ? .endpoint : .piece))
    }

    /// The guess of an engine elsewhere.
    mutating func guessed(_ word: HeardWord?) {
        guard var ear = self.ear as? DistantEar else { return }
        ear.guess = word
        self.ear = ear
    }

    /// `Finalize`: what was heard is final now. `nil` when there is nothing worth an answer, as it happens sometimes.
    mutating func finalize() -> NovaEvent? {
        self.note(self.ear.finish())
        let isShort = self.position - self.finalEnd < Self.samples(.milliseconds(100))
        if isShort, self.words.isEmpty, !self.random.happens(self.settings.shortFinalizeAnswered) { return nil }
        return self.makeFinal(to: self.position, as: .finalize)
    }

    /// `CloseStream`: the rest.
    mutating func close() -> NovaEvent? {
        self.note(self.ear.finish())
        guard self.position > self.finalEnd else { return nil }
        return self.makeFinal(to: self.position, as: .piece)
    }

    private mutating func note(_ words: [HeardWord]) {
        guard let last = words.last else { return }
        self.words += words
        self.lastWordEnd = last.end
        self.isSpeaking = true
    }

    private mutating func decide(_ events: inout [NovaEvent]) {
        self.noticeVoice(&events)
        if let pause = self.pause(), self.isSpeaking, self.silence >= pause {
            events.append(self.makeFinal(to: self.position, as: .endpoint))
        } else if let piece = self.piece() {
            events.append(piece)
        } else if self.position >= self.nextInterim {
            self.guessAloud(&events)
        }
        self.noticeGap(&events)
    }

    private mutating func noticeVoice(_ events: inout [NovaEvent]) {
        guard let voice = self.ear.voice, voice.lowerBound != self.announcedVoice else { return }
        let before = self.announcedVoice
        self.announcedVoice = voice.lowerBound
        guard self.upgrade.wantsVoiceEvents, before == nil || !self.isSpeaking else {
            self.isSpeaking = true
            return
        }
        self.isSpeaking = true
        // The detector looks a little back: its time is not that of the first word.
        events.append(.speechStarted(at: max(0, voice.lowerBound - Self.step / 2)))
    }

    /// Samples since there was voice.
    private var silence: Int { self.position - (self.ear.voice?.upperBound ?? 0) }

    /// The silence that is a pause, in samples.
    private func pause() -> Int? {
        guard !self.missesPauses, let endpointing = self.upgrade.endpointing else { return nil }
        return max(endpointing * Self.rate / 1000, 1)
    }

    /// Audio that has become too long to stay a guess: a final that ends before the newest words when somebody speaks,
    /// an empty one when nobody does.
    private mutating func piece() -> NovaEvent? {
        guard self.position - self.finalEnd >= self.pieceLimit else { return nil }
        guard self.isSpeaking else { return self.makeFinal(to: self.position, as: .endpoint) }
        guard self.silence < Self.samples(.milliseconds(500)) else {
            return self.makeFinal(to: self.position, as: .piece)
        }
        let lag = Int.random(in: 0...Self.rate, using: &self.random)
        let settled = self.words.last { $0.end <= self.position - lag } ?? self.words.first
        if let settled { return self.makeFinal(to: settled.end, as: .piece) }
        // Voice without a word for so long: noise.
        guard self.position - self.finalEnd >= 2 * self.pieceLimit else { return nil }
        return self.makeFinal(to: self.ear.guess?.start ?? self.position, as: .piece)
    }

    private mutating func guessAloud(_ events: inout [NovaEvent]) {
        self.nextInterim += Self.samples(self.settings.interimStep)
        guard self.upgrade.wantsInterims, self.position > self.finalEnd else { return }
        var words = self.words
        if let guess = self.ear.guess { words.append(guess) }
        events.append(.results(NovaResult(start: self.finalEnd, end: self.position, words: words)))
    }

    /// `UtteranceEnd` goes by the words' times, not by silence.
    private mutating func noticeGap(_ events: inout [NovaEvent]) {
        guard let limit = self.upgrade.utteranceEnd, !self.missesUtteranceEnds, let last = self.lastWordEnd,
            self.position - last >= limit * Self.rate / 1000, self.ear.guess == nil
        else { return }
        if !self.words.isEmpty { events.append(self.makeFinal(to: self.position, as: .piece)) }
        self.lastWordEnd = nil
        let isOld =
            switch self.lastFinal {
            case .piece: false
            case .finalize: true
            case .endpoint: self.random.happens(0.5)
            }
        events.append(.utteranceEnd(lastWordEnd: isOld ? nil : last))
    }

    private mutating func makeFinal(to end: Int, as reason: LastFinal) -> NovaEvent {
        let words = self.words.filter { $0.end <= end }
        self.words.removeFirst(words.count)
        let result = NovaResult(
            start: self.finalEnd,
            end: end,
            words: words,
            isFinal: true,
            speechFinal: reason == .endpoint,
            fromFinalize: reason == .finalize
        )
        self.finalEnd = end
        if !words.isEmpty || reason == .endpoint { self.lastFinal = reason }
        if reason == .endpoint { self.isSpeaking = false }
        self.pieceLimit = self.nextPieceLimit()
        return .results(result)
    }

    private mutating func nextPieceLimit() -> Int {
        let limits = self.settings.longestPiece
        let length = limits.lowerBound + self.random.duration(upTo: limits.upperBound - limits.lowerBound)
        return Self.samples(length) / Self.step * Self.step
    }

    static func samples(_ duration: Duration) -> Int { Int(duration.inSeconds * Double(Self.rate)) }
}
