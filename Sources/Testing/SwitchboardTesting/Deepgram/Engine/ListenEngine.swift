// SPDX-License-Identifier: Apache-2.0

/// The two engines behind one face: samples in, messages out.
struct ListenEngine: Sendable {
    /// A message with what it means for the record.
    struct Message: Sendable {
        var value: WireValue
        /// Words that it makes final.
        var words: [HeardWord] = []
        var isFinal = false
        var isResult = false
        /// Of Nova's results, what they were written from.
        var result: NovaResult?
        var channel = 0
    }

    let messages: NovaMessages
    private(set) var channels: [NovaChannel]
    var flux: FluxEngine?
    var fluxMessages: FluxMessages
    var keyterms: [String]
    var hints: [String] = []

    init(
        _ upgrade: DeepgramUpgrade,
        ear: any SimulatedEar,
        settings: DeepgramEngineSettings,
        faults: EngineFaults,
        requestID: String,
        random: inout SimulationRandom
    ) {
        let separate = upgrade.isMultichannel ? upgrade.channels : 1
        self.messages = NovaMessages(
            requestID: requestID,
            model: upgrade.model,
            modelID: random.identifier(),
            channels: separate,
            wantsPunctuation: upgrade.wantsPunctuation
        )
        self.fluxMessages = FluxMessages(requestID: requestID)
        self.keyterms = upgrade.query.all("keyterm")
        self.channels = []
        if upgrade.version == .flux {
            self.flux = FluxEngine(upgrade.turns, ear: ear)
        } else {
            for _ in 0..<separate {
                let seed = random.next()
                self.channels.append(
                    NovaChannel(upgrade, ear: ear, settings: settings, faults: faults, seed: seed)
                )
            }
        }
    }

    mutating func set(_ faults: EngineFaults) {
        for index in self.channels.indices { self.channels[index].set(faults) }
    }

    /// Samples heard.
    var position: Int { self.flux?.position ?? self.channels.first?.position ?? 0 }

    /// Somebody speaks right now.
    var isVoiced: Bool {
        if let flux { return flux.ear.voice.map { flux.position - $0.upperBound < 2 } ?? false }
        return self.channels.contains { $0.isVoiced }
    }

    mutating func connected() -> WireValue? {
        self.flux == nil ? nil : self.fluxMessages.connected()
    }

    /// Audio of one channel each.
    mutating func hear(_ audio: [ArraySlice<UInt8>]) -> [Message] {
        if var flux = self.flux {
            var news: [FluxTurnNews] = []
            flux.hear(audio[0], into: &news)
            self.flux = flux
            return self.write(news)
        }
        var messages: [Message] = []
        for index in self.channels.indices {
            var events: [NovaEvent] = []
            self.channels[index].hear(audio[index], into: &events)
            messages += events.map { self.write($0, channel: index) }
        }
        return messages
    }

    mutating func heard(_ words: [HeardWord], isFinal: Bool) -> [Message] {
        let guess = isFinal ? nil : Self.joined(words)
        if var flux = self.flux {
            var news: [FluxTurnNews] = []
            flux.guessed(guess)
            if isFinal { flux.heard(words, endsUtterance: true, into: &news) }
            self.flux = flux
            return self.write(news)
        }
        var events: [NovaEvent] = []
        self.channels[0].guessed(guess)
        if isFinal { self.channels[0].heard(words, endsUtterance: true, into: &events) }
        return events.map { self.write($0, channel: 0) }
    }

    mutating func finalize(_ channel: Int?) -> [Message] {
        let asked = channel.map { [$0] } ?? Array(self.channels.indices)
        return asked.filter(self.channels.indices.contains).compactMap { index in
            self.channels[index].finalize().map { self.write($0, channel: index) }
        }
    }

    mutating func forceEnd() -> [Message] {
        guard var flux = self.flux else { return [] }
        var news: [FluxTurnNews] = []
        let isEnded = flux.forceEnd(into: &news)
        self.flux = flux
        guard !isEnded else { return self.write(news) }
        return [
            Message(
                value: self.fluxMessages.notice(
                    "Warning",
                    code: "FORCE_END_TURN_NO_ACTIVE_TURN",
                    "There is no active turn to end."
                )
            )
        ]
    }

    mutating func close() -> [Message] {
        if var flux = self.flux {
            var news: [FluxTurnNews] = []
            flux.close(into: &news)
            self.flux = flux
            return self.write(news)
        }
        return self.channels.indices.compactMap { index in
            self.channels[index].close().map { self.write($0, channel: index) }
        }
    }

    mutating func fluxError(code: String, _ description: String) -> Message {
        Message(value: self.fluxMessages.notice("Error", code: code, description))
    }

    private func write(_ event: NovaEvent, channel: Int) -> Message {
        switch event {
        case .speechStarted(let sample):
            Message(value: self.messages.speechStarted(at: sample, channel: channel))
        case .utteranceEnd(let last):
            Message(value: self.messages.utteranceEnd(last, channel: channel))
        case .results(let result):
            Message(
                value: self.messages.results(result, channel: channel),
                words: result.isFinal ? result.words : [],
                isFinal: result.isFinal,
                isResult: true,
                result: result,
                channel: channel
            )
        }
    }

    private mutating func write(_ news: [FluxTurnNews]) -> [Message] {
        news.map { item in
            let isFinal = item.event == .endOfTurn
            return Message(
                value: self.fluxMessages.turn(item),
                words: isFinal ? item.words : [],
                isFinal: isFinal,
                isResult: true
            )
        }
    }

    private static func joined(_ words: [HeardWord]) -> HeardWord? {
        guard let first = words.first, let last = words.last else { return nil }
        let text = words.map(\.text).joined(separator: " ")
        return HeardWord(text: text, start: first.start, end: last.end, confidence: first.confidence)
    }
}
