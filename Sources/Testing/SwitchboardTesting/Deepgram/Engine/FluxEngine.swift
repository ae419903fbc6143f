// SPDX-License-Identifier: Apache-2.0

/// The engine of `/v2/listen`: hears audio and decides where turns begin and end ("Understanding the Flux State
/// Machine"). The longer the silence, the surer it is.
struct FluxEngine: Sendable {
    /// `Update` comes about every 0.25 s of audio.
    private static let updateStep = 2000

    var thresholds: FluxThresholds
    private(set) var ear: any SimulatedEar
    private(set) var position = 0
    private var words: [HeardWord] = []
    private var turn = 0
    private var turnStart = 0
    private var isInTurn = false
    private var isEager = false
    private var nextUpdate = Self.updateStep

    init(_ thresholds: FluxThresholds, ear: any SimulatedEar) {
        self.thresholds = thresholds
        self.ear = ear
    }

    mutating func hear(_ audio: ArraySlice<UInt8>, into news: inout [FluxTurnNews]) {
        var rest = audio
        while !rest.isEmpty {
            let part = rest.prefix(NovaChannel.step - self.position % NovaChannel.step)
            rest = rest.dropFirst(part.count)
            let words = self.ear.hear(part)
            self.position += part.count
            self.note(words, into: &news)
            if self.position % NovaChannel.step == 0 { self.decide(&news) }
        }
    }

    mutating func heard(_ words: [HeardWord], endsUtterance: Bool, into news: inout [FluxTurnNews]) {
        self.note(words, into: &news)
        self.decide(&news)
        if endsUtterance, self.isInTurn { self.endTurn("model", &news) }
    }

    mutating func guessed(_ word: HeardWord?) {
        guard var ear = self.ear as? DistantEar else { return }
        ear.guess = word
        self.ear = ear
    }

    /// `ForceEndTurn`. False when there is no turn to end.
    mutating func forceEnd(into news: inout [FluxTurnNews]) -> Bool {
        self.note(self.ear.finish(), into: &news)
        if !self.isInTurn, !self.words.isEmpty { self.startTurn(&news) }
        guard self.isInTurn else { return false }
        self.endTurn("manual", &news)
        return true
    }

    /// `CloseStream`: the newest state, as an update.
    mutating func close(into news: inout [FluxTurnNews]) {
        self.note(self.ear.finish(), into: &news)
        guard !self.words.isEmpty else { return }
        if !self.isInTurn { self.startTurn(&news) }
        news.append(self.news(.update))
    }

    private var silence: Int {
        max(0, self.position - max(self.ear.voice?.upperBound ?? 0, self.words.last?.end ?? 0))
    }

    private var confidence: Double {
        self.isInTurn ? FluxThresholds.confidence(after: .microseconds(self.silence * 125)) : 0
    }

    private mutating func note(_ words: [HeardWord], into news: inout [FluxTurnNews]) {
        guard !words.isEmpty else { return }
        self.words += words
        guard self.isEager else { return }
        self.isEager = false
        news.append(self.news(.turnResumed))
    }

    private mutating func decide(_ news: inout [FluxTurnNews]) {
        if !self.isInTurn, !self.words.isEmpty || self.ear.guess != nil { self.startTurn(&news) }
        if self.isInTurn, self.ear.guess == nil { self.considerEnd(&news) }
        guard self.position >= self.nextUpdate else { return }
        self.nextUpdate += Self.updateStep
        news.append(self.news(.update))
    }

    private mutating func considerEnd(_ news: inout [FluxTurnNews]) {
        let confidence = self.confidence
        if let eager = self.thresholds.eager, confidence >= eager, !self.isEager {
            self.isEager = true
            news.append(self.news(.eagerEndOfTurn))
        }
        if self.thresholds.end < 1, confidence >= self.thresholds.end {
            self.endTurn("model", &news)
        } else if self.silence >= self.thresholds.timeout * NovaChannel.rate / 1000 {
            self.endTurn("timeout", &news)
        }
    }

    private mutating func startTurn(_ news: inout [FluxTurnNews]) {
        self.isInTurn = true
        news.append(self.news(.startOfTurn))
    }

    private mutating func endTurn(_ trigger: String, _ news: inout [FluxTurnNews]) {
        var end = self.news(.endOfTurn)
        end.trigger = trigger
        news.append(end)
        self.words = []
        self.isInTurn = false
        self.isEager = false
        self.turn += 1
        self.turnStart = self.position
    }

    private func news(_ event: FluxTurnNews.Event) -> FluxTurnNews {
        var words = self.words
        if let guess = self.ear.guess, event == .update || event == .startOfTurn { words.append(guess) }
        return FluxTurnNews(
            event: event,
            turn: self.turn,
            start: self.turnStart,
            end: self.position,
            words: words,
            confidence: self.confidence
        )
    }
}
