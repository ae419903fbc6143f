// SPDX-License-Identifier: Apache-2.0

/// One connection to Deepgram's live transcription from the service's side, as a value: no clock, no socket, and the same
/// seed gives the same life.
///
/// It behaves as Deepgram's documents say: it takes audio at 1.25 times real time at most, guesses every second, makes
/// words final at pauses and every few seconds of long speech, ends connections that fall silent, and drains after
/// `CloseStream`. What it says about the audio, its ``SimulatedEar`` has heard.
///
/// ```swift
/// var model = DeepgramEngineModel(try DeepgramUpgrade(target: "/v1/listen?model=nova-3&encoding=mulaw&sample_rate=8000"))
/// var actions = model.open()
/// actions += model.receive(audio: NumberedSpeech.audio(1...5), now: .zero)
/// actions += model.advance(to: .seconds(2))        // or whenever `nextDeadline` has come
/// ```
/// Whoever drives it performs the actions in order and calls ``advance(to:)`` at ``nextDeadline``, which may change with
/// every call. Times are on any clock that does not go back, the same for all calls.
public struct DeepgramEngineModel: Sendable {
    /// What was seen of the client.
    public internal(set) var report: DeepgramConnectionReport
    /// The connection has ended, or is frozen: nothing more comes of it.
    public internal(set) var isOver = false
    /// What the client asked for.
    public let upgrade: DeepgramUpgrade

    let settings: DeepgramEngineSettings
    var faults: EngineFaults
    var random: SimulationRandom
    var clock: Duration
    var input = EngineInput()
    var outbox = EngineOutbox()
    var pacer: AudioPacer
    var engine: ListenEngine
    var digest = AudioDigest()
    var lastHeard: Duration
    var stalledUntil: Duration?
    var readsAgainAt: Duration?
    var configuresUntil: Duration?
    var isClosing = false
    var isFrozen = false
    var overlap: HeardWord?

    /// Bytes of one sample of all channels.
    var unit: Int { self.upgrade.encoding.bytesPerSample * self.upgrade.channels }

    /// A connection that has just been opened.
    ///
    /// `faults` are those of the service; they are asked whether they concern the connection with this `number`. `ear`
    /// is copied for each channel.
    public init(
        _ upgrade: DeepgramUpgrade,
        ear: any SimulatedEar = NumberedEar(),
        settings: DeepgramEngineSettings = DeepgramEngineSettings(),
        faults: [DeepgramFault] = [],
        number: Int = 1,
        seed: UInt64 = 1,
        now: Duration = .zero
    ) {
        var random = SimulationRandom(seed: seed &+ UInt64(number) &* 0x9E37_79B9)
        self.upgrade = upgrade
        self.settings = settings
        self.report = DeepgramConnectionReport(
            number: number,
            requestID: random.identifier(),
            target: upgrade.target,
            openedAt: now
        )
        self.faults = EngineFaults(faults, number: number, openedAt: now, random: &random)
        self.clock = now
        self.lastHeard = now
        let bytes = NovaChannel.rate * upgrade.encoding.bytesPerSample * upgrade.channels
        self.pacer = AudioPacer(pace: settings.pace, burst: settings.burst, bytesPerSecond: bytes, now: now)
        self.engine = ListenEngine(
            upgrade,
            ear: ear,
            settings: settings,
            faults: self.faults,
            requestID: self.report.requestID,
            random: &random
        )
        self.random = random
        for name in upgrade.unknownParameters { self.note(.unknownParameter, name) }
    }

    /// What is sent when the connection has been opened: nothing by Nova, `Connected` by Flux.
    public mutating func open() -> [DeepgramEngineAction] {
        if let message = self.engine.connected() {
            self.outbox.append(.init(due: self.clock, action: .send(message.encoded)))
        }
        return self.advance(to: self.clock)
    }

    /// Takes a binary message.
    public mutating func receive(audio: some Collection<UInt8>, now: Duration) -> [DeepgramEngineAction] {
        var actions = self.advance(to: now)
        guard !self.isOver else { return actions }
        self.takeAudio(audio, into: &actions)
        return actions + self.advance(to: now)
    }

    /// Takes a text message.
    public mutating func receive(text: some Collection<UInt8>, now: Duration) -> [DeepgramEngineAction] {
        var actions = self.advance(to: now)
        guard !self.isOver else { return actions }
        self.takeText(text)
        actions += self.advance(to: now)
        return actions
    }

    /// Takes a text message.
    public mutating func receive(text: String, now: Duration) -> [DeepgramEngineAction] {
        self.receive(text: text.utf8, now: now)
    }

    /// A ping came: it keeps a connection to Flux alive, and no other.
    public mutating func receivePing(now: Duration) -> [DeepgramEngineAction] {
        if self.upgrade.version == .flux { self.lastHeard = now }
        return self.advance(to: now)
    }

    /// The client has closed, or the connection broke.
    public mutating func ended(now: Duration) {
        guard self.report.endedAt == nil else { return }
        _ = self.advance(to: now)
        if !self.isOver, self.report.audioBytes > 0, !self.isClosing { self.note(.closedWithoutCloseStream) }
        self.report.endedAt = now
        self.isOver = true
    }

    /// Other faults from now on; their `after` counts from now.
    public mutating func set(faults: [DeepgramFault], now: Duration) -> [DeepgramEngineAction] {
        let actions = self.advance(to: now)
        self.faults = EngineFaults(faults, number: self.report.number, openedAt: now, random: &self.random)
        self.engine.set(self.faults)
        return actions + self.advance(to: now)
    }

    /// Words that come from elsewhere, for a ``DistantEar``: those of an utterance that is over (`isFinal`), or a guess.
    public mutating func heard(_ words: [HeardWord], isFinal: Bool, now: Duration) -> [DeepgramEngineAction] {
        guard !self.isOver else { return [] }
        let actions = self.advance(to: now)
        self.post(self.engine.heard(words, isFinal: isFinal))
        return actions + self.advance(to: now)
    }

    /// When ``advance(to:)`` has something to do next.
    public var nextDeadline: Duration? {
        guard !self.isOver else { return nil }
        let work = Self.earlier(self.outbox.nextDue, self.inputDeadline)
        let due = work.map { max($0, self.stalledUntil ?? $0) }
        let ends = Self.earlier(self.faults.nextEnding, self.idleDeadline)
        return Self.earlier(Self.earlier(due, ends), self.readsAgainAt)
    }

    /// Without an array: asked several times for every message.
    private static func earlier(_ one: Duration?, _ other: Duration?) -> Duration? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }

    /// Lets time pass.
    public mutating func advance(to now: Duration) -> [DeepgramEngineAction] {
        var actions: [DeepgramEngineAction] = []
        while !self.isOver, let deadline = self.nextDeadline, deadline <= now {
            self.clock = max(self.clock, deadline)
            self.work(into: &actions)
        }
        self.clock = max(self.clock, now)
        return actions
    }

    private mutating func work(into actions: inout [DeepgramEngineAction]) {
        if let ending = self.faults.takeEnding(now: self.clock) { self.suffer(ending, into: &actions) }
        guard !self.isOver else { return }
        if let time = self.readsAgainAt, time <= self.clock {
            self.readsAgainAt = nil
            actions.append(.setReading(true))
        }
        if let deadline = self.idleDeadline, deadline <= self.clock {
            self.endIdle(into: &actions)
            return
        }
        if let until = self.stalledUntil {
            guard until <= self.clock else { return }
            self.stalledUntil = nil
        }
        self.consume()
        self.deliver(into: &actions)
    }

    private mutating func deliver(into actions: inout [DeepgramEngineAction]) {
        while !self.isOver, let entry = self.outbox.takeDue(now: self.clock) {
            if case .close(let code, _) = entry.action {
                self.end(code: code)
                self.report.isComplete = code == 1000
            } else if self.faults.has(.mute, now: self.clock) {
                continue
            }
            if entry.isResult { self.report.results += 1 }
            self.record(entry.words)
            actions.append(entry.action)
        }
    }

    private mutating func record(_ words: [HeardWord]) {
        guard !words.isEmpty else { return }
        self.report.finalWordCount += words.count
        self.report.finalWords += words
        let surplus = self.report.finalWords.count - self.settings.recordedWords
        // A tenth at a time, so that not every word moves all others.
        if surplus > self.settings.recordedWords / 10 { self.report.finalWords.removeFirst(surplus) }
    }

    mutating func end(code: UInt16?) {
        self.isOver = true
        self.report.closeCode = code
        self.report.endedAt = self.clock
        self.outbox.removeAll()
    }

    mutating func note(_ kind: DeepgramViolation.Kind, _ detail: String = "") {
        self.report.violations.append(DeepgramViolation(kind, detail, at: self.clock))
    }
}
