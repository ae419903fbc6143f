// SPDX-License-Identifier: Apache-2.0

extension DeepgramEngineModel {
    /// Puts messages into the outbox, as late and as spoilt as the faults have it.
    mutating func post(_ messages: [ListenEngine.Message]) {
        for message in messages {
            guard !self.faults.isEmpty else {
                self.put(message, text: message.value.encoded)
                continue
            }
            for hostile in self.hostileMessages() { self.put(hostile) }
            let text = self.spoilt(message).encoded
            self.put(message, text: text)
            if message.isFinal, self.faults.has(.duplicate, now: self.clock), self.random.happens(0.5) {
                self.put(message, text: text, isRepeated: true)
            }
        }
    }

    private mutating func put(_ message: ListenEngine.Message, text: String, isRepeated: Bool = false) {
        let entry = EngineOutbox.Entry(
            due: self.clock + self.delay(),
            action: .send(text),
            words: isRepeated ? [] : message.words,
            isResult: message.isResult
        )
        guard let extra = self.extraDelay(message) else {
            self.outbox.append(entry)
            return
        }
        var late = entry
        late.due += extra
        self.outbox.appendLate(late)
    }

    private mutating func put(_ action: DeepgramEngineAction) {
        self.outbox.append(.init(due: self.clock + self.settings.latency, action: action))
    }

    private mutating func delay() -> Duration {
        let latency = self.settings.latency + self.random.duration(upTo: self.settings.jitter)
        let slow = self.faults.first(now: self.clock) { fault -> (Duration, Duration)? in
            if case .slow(let time) = fault.kind { (time, fault.jitter) } else { nil }
        }
        guard let (time, jitter) = slow else { return latency }
        return max(.zero, latency + time - jitter + self.random.duration(upTo: jitter * 2))
    }

    /// How much later than its turn a message comes.
    private mutating func extraDelay(_ message: ListenEngine.Message) -> Duration? {
        let late = self.faults.first(now: self.clock) { fault -> Duration? in
            if case .late(let time) = fault.kind { time } else { nil }
        }
        if message.isFinal, let late { return late }
        guard self.faults.has(.reorder, now: self.clock), self.random.happens(0.25) else { return nil }
        return .milliseconds(300) + self.random.duration(upTo: .milliseconds(1200))
    }

    /// Messages that nobody asked for, before some of the others.
    private mutating func hostileMessages() -> [DeepgramEngineAction] {
        var actions: [DeepgramEngineAction] = []
        let now = self.clock
        if self.faults.has(.garbage, now: now), self.random.happens(0.5) {
            actions.append(.send(HostileContent.garbage.randomElement(using: &self.random) ?? "{"))
        }
        if self.faults.has(.binary, now: now), self.random.happens(0.3) {
            actions.append(.sendBinary((0..<64).map { _ in UInt8.random(in: 0...255, using: &self.random) }))
        }
        if self.faults.has(.unknownTypes, now: now), self.random.happens(0.5) {
            actions.append(.send(HostileContent.unknown.randomElement(using: &self.random) ?? "{}"))
        }
        if self.faults.has(.wrongChannel, now: now), self.random.happens(0.5) {
            let result = NovaResult(start: 0, end: 160, words: [HeardWord(text: "wrong", start: 0, end: 160)])
            let channel = Int.random(in: 1...9, using: &self.random)
            actions.append(.send(self.engine.messages.results(result, channel: channel).encoded))
        }
        return actions + self.hugeMessages()
    }

    private mutating func hugeMessages() -> [DeepgramEngineAction] {
        let texts = self.faults.first(now: self.clock) { fault -> String? in
            switch fault.kind {
            case .huge(let size): HostileContent.huge(size)
            case .deep(let depth): HostileContent.deep(depth)
            default: nil
            }
        }
        guard let texts, self.random.happens(0.2) else { return [] }
        return [.send(texts)]
    }

    /// The message as the faults leave it.
    private mutating func spoilt(_ message: ListenEngine.Message) -> WireValue {
        guard var result = message.result else { return message.value }
        if self.faults.has(.overlap, now: self.clock), result.isFinal {
            let last = result.words.last
            if let overlap, !result.words.isEmpty { result.words.insert(overlap, at: 0) }
            self.overlap = last ?? self.overlap
        }
        if self.faults.has(.hostileWords, now: self.clock) {
            for index in result.words.indices where self.random.happens(0.3) {
                result.words[index].text = HostileContent.words.randomElement(using: &self.random) ?? ""
            }
        }
        var value = self.engine.messages.results(result, channel: message.channel)
        if self.faults.has(.unknownTypes, now: self.clock) {
            value.append("weather", ["degrees": [1, .null, .decimal(2.5)]])
            value.remove("speech_final", unless: result.speechFinal)
            value.remove("metadata", unless: result.isFinal)
        }
        return value
    }
}
