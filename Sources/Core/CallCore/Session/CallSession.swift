// SPDX-License-Identifier: Apache-2.0

import Logging
public import NIOCore

/// One call while its audio flows: an actor whose executor is the event loop of the call's socket.
///
/// The channel handler enters it with `assumeIsolated` for every message, at no cost; everybody else awaits. It performs
/// what ``CallStateMachine`` decides, with a listener (ears), a talker (voice) and a recorder (memory) at its side. It
/// ends in exactly one ``CallTermination``.
///
/// ```swift
/// let session = manager.open(grant, stream: "MZ…", line: NIOLoopBound(line, eventLoop: channel.eventLoop))
/// session.assumeIsolated { $0.hear(audio, InboundFrame(chunk: 1, offset: .zero)) }
/// ```
public actor CallSession: ConversationSession {
    /// Bounds and pace of a session.
    public struct Configuration: Sendable {
        /// The engine's voice; `nil` for its default.
        public var voice: String?
        /// BCP 47 language tag, for the recogniser.
        public var language = "en-US"
        /// No audio for so long is worth a warning.
        public var mediaWarning = Duration.seconds(15)
        /// No audio for so long ends the stream.
        public var mediaDeadline = Duration.seconds(60)
        /// How long the last words may take after the caller has gone.
        public var lastWordsDeadline = Duration.seconds(5)
        /// The longest they may take where the recogniser was away and has what was said before to recognise still.
        public var longestLastWords = Duration.seconds(40)
        /// How long the store may take to note what comes next before the stream is closed anyway.
        public var handoverDeadline = Duration.seconds(1)
        /// Exchanges that a responder is told of.
        public var historyLimit = 20
        /// How far ahead of the caller's ear our audio is sent.
        public var lead = Duration.milliseconds(800)
        /// The longest single thing we say.
        public var longestSpeech = Duration.seconds(120)

        /// The defaults.
        public init() {}

        /// How long last words may take behind so much audio.
        func patience(for backlog: Duration) -> Duration {
            max(self.lastWordsDeadline, min(self.lastWordsDeadline + backlog, self.longestLastWords))
        }
    }

    /// The call.
    public nonisolated let info: CallInfo
    /// The stream's own name (Twilio: `MZ…`).
    public nonisolated let stream: String
    /// We listen and speak.
    public nonisolated var purpose: StreamPurpose { .conversation }
    /// Where the session lives.
    public nonisolated let eventLoop: any EventLoop
    private nonisolated let executor: any SerialExecutor

    /// The event loop of the call's socket.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { self.executor.asUnownedSerialExecutor() }

    let configuration: Configuration
    let line: NIOLoopBound<any CallLine>
    let recogniser: any SpeechRecogniser
    let synthesiser: any SpeechSynthesiser
    let conversation: Conversation
    var listener: CallListener?
    var talker: CallTalker?
    var watchdog = MediaWatchdog()
    var lastWords: Scheduled<Void>?
    var outage = EngineOutage()
    /// Whose voice was heard last, where it was not the synthesiser's own.
    var lastVoice: String?
    /// The recogniser has said its last.
    var isDeaf = false

    /// Creates a session; ``start(resumed:)`` begins it.
    ///
    /// - Parameters:
    ///   - info: the call.
    ///   - stream: the stream's name.
    ///   - line: the way back to the caller, bound to its event loop.
    ///   - dialogue: what is said, by which rules.
    ///   - recogniser: the ears.
    ///   - synthesiser: the voice.
    ///   - journal: where all that happens is kept.
    ///   - memory: what is known from earlier streams of the call.
    ///   - configuration: the bounds.
    ///   - metrics: where the conversation is counted.
    ///   - tracer: makes spans; `nil` makes none.
    ///   - logger: carries the call's ids.
    ///   - onNext: called as soon as it is decided what comes after the stream.
    ///   - onEnd: called once, when all is over.
    init(
        info: CallInfo,
        stream: String,
        line: NIOLoopBound<any CallLine>,
        dialogue: Dialogue,
        recogniser: any SpeechRecogniser,
        synthesiser: any SpeechSynthesiser,
        journal: CallJournal,
        memory: ConversationMemory? = nil,
        configuration: Configuration,
        metrics: ConversationMetrics,
        tracer: CallTracer? = nil,
        logger: Logger,
        onNext: @escaping Conversation.OnNext,
        onEnd: @escaping Conversation.OnEnd
    ) {
        self.info = info
        self.stream = stream
        self.eventLoop = line.eventLoop
        self.executor = line.eventLoop.executor
        self.line = line
        self.recogniser = recogniser
        self.synthesiser = synthesiser
        self.configuration = configuration
        self.conversation = Conversation(
            call: info.id,
            dialogue: dialogue,
            journal: journal,
            memory: memory,
            historyLimit: configuration.historyLimit,
            handoverDeadline: configuration.handoverDeadline,
            startedAt: line.eventLoop.now,
            metrics: metrics,
            tracer: tracer,
            logger: logger,
            onNext: onNext,
            onEnd: onEnd
        )
    }
}

// MARK: - What the stream tells

extension CallSession {
    /// Begins: opens the ears, greets.
    ///
    /// - Parameter resumed: whether an earlier stream of the call had ended.
    public func start(resumed: Bool) {
        guard self.listener == nil else { return }
        self.conversation.startedAt = self.eventLoop.now
        self.conversation.isResumed = resumed
        self.conversation.beginTrace(of: self.info, stream: self.stream, for: self.purpose, resumed: resumed)
        self.recorder.record(
            .streamStarted(
                stream: self.stream,
                resumed: resumed,
                recogniser: self.recogniser.name,
                synthesiser: self.synthesiser.name
            )
        )
        self.talker = self.makeTalker()
        self.listener = CallListener(recognition: self.openRecogniser(), now: self.eventLoop.now)
        if self.isDeaf { self.listener?.cancel() }
        self.scheduleWatchdog()
        self.take(.streamStarted(resumed: self.conversation.goesOn(resumed: resumed)))
    }

    /// Takes the caller's audio: mu-law, 8 kHz. The buffer is only lent.
    public func hear(_ audio: ByteBuffer, _ frame: InboundFrame) {
        self.listener?.hear(audio, frame, now: self.eventLoop.now)
    }

    /// A mark came back: what was queued before it has been played, or cleared.
    public func markReturned(_ name: String) {
        self.talker?.markReturned(name)
    }

    /// The caller pressed a key: one of `0-9*#A-D`.
    public func pressed(_ digit: String) {
        guard self.ending == nil, let listener = self.listener else { return }
        self.recorder.record(.digit(digit, at: listener.position))
        self.take(.digit(digit))
    }

    /// The stream said that it is over: the caller hung up, or the call was moved.
    public func streamStopped() {
        self.stop(.callerHungUp, next: .hangUp)
    }

    /// The socket is gone. Without a `stop` before it the call may still be there: Twilio asks what comes next.
    public func connectionClosed() {
        self.stop(.connectionLost, next: .resume)
    }

    /// The stream broke the protocol; its handler closes it.
    public func protocolBroken() {
        self.stop(.protocolError, next: .resume)
    }
}

// MARK: - What operators and the server want

extension CallSession {
    /// Ends the stream now; the telephone call goes on with `next`. A session that is ending already is left alone.
    public func stop(_ termination: CallTermination, next: NextStep) {
        self.take(.stop(termination, next: next))
    }

    /// Ends the stream where it disturbs least, so that the call is taken up again elsewhere.
    public func drain() {
        self.take(.drain)
    }

    /// Does what an operator wants, as soon as the conversation allows.
    ///
    /// - Parameter order: what is wanted.
    /// - Returns: `false` when the conversation is ending already, or when too much waits to be said.
    public func carryOut(_ order: StreamOrder) -> Bool {
        self.obey(order)
    }

    /// Where the conversation stands.
    public var state: CallStateMachine.State { self.conversation.machine.state }

    /// Frames of the caller's audio taken so far.
    public var framesHeard: Int { self.listener?.frames ?? 0 }
}
