// SPDX-License-Identifier: Apache-2.0

import Logging
public import NIOCore

/// A call that people have with each other, while we listen to both of them and say nothing: an actor whose executor is
/// the event loop of the stream's socket.
///
/// Each side has a recogniser of its own; what is heard becomes lines of ``Speaker/caller`` and of ``Speaker/agent`` on
/// the one clock of the stream. The telephone call does not depend on it: whatever ends the stream, people talk on, so
/// it decides nothing about what comes next. It ends in exactly one ``CallTermination``.
///
/// ```swift
/// let session = manager.listen(grant, stream: "MZ…", line: NIOLoopBound(line, eventLoop: channel.eventLoop))
/// session.assumeIsolated { $0.hear(audio, InboundFrame(chunk: 2, offset: .zero), of: .agent) }
/// ```
public actor ListeningSession: LiveCall {
    /// Bounds of a session.
    public struct Configuration: Sendable {
        /// BCP 47 language tag, for the recognisers.
        public var language = "en-US"
        /// What people are likely to say to each other; `nil` for what callers say to the dialogue.
        public var hints: SpeechHints?
        /// How long a side must be silent before a line of the transcript is over.
        public var endOfLineSilence = Duration.milliseconds(700)
        /// No audio of either side for so long is worth a warning.
        public var mediaWarning = Duration.seconds(15)
        /// No audio of either side for so long ends the stream.
        public var mediaDeadline = Duration.seconds(60)
        /// How long the last words may take after the stream has ended.
        public var lastWordsDeadline = Duration.seconds(5)
        /// The longest they may take where a recogniser was away and has what was said before to recognise still.
        public var longestLastWords = Duration.seconds(40)

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
    /// We only listen.
    public nonisolated var purpose: StreamPurpose { .listening }
    /// Where the session lives.
    public nonisolated let eventLoop: any EventLoop
    private nonisolated let executor: any SerialExecutor

    /// The event loop of the stream's socket.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { self.executor.asUnownedSerialExecutor() }

    let configuration: Configuration
    let hints: SpeechHints
    let recogniser: any SpeechRecogniser
    let line: NIOLoopBound<any CallLine>
    let logger: Logger
    let onEnd: @Sendable (ListeningSession, CallTermination) -> Void
    let recorder: CallRecorder
    /// Makes spans; `nil` while tracing is off.
    let tracer: CallTracer?
    /// The spans of the stream, from its start on.
    var trace: ConversationTrace?

    let caller = ListeningSide(.caller)
    let agent = ListeningSide(.agent)
    let order = ListeningOrder()
    var startedAt: NIODeadline
    /// When audio of either side last arrived.
    var lastMedia: NIODeadline
    var watchdog = MediaWatchdog()
    var lastWords: Scheduled<Void>?
    /// How it ends, once that is decided.
    var ending: CallTermination?
    var hasStarted = false
    var hasEnded = false
    /// What the last line in the log tells.
    var tally = CallTally()
    let metrics: ConversationMetrics

    /// Creates a session; ``start(resumed:)`` begins it. `onEnd` is called once, when all is over.
    init(
        info: CallInfo,
        stream: String,
        line: NIOLoopBound<any CallLine>,
        recogniser: any SpeechRecogniser,
        hints: SpeechHints,
        journal: CallJournal,
        configuration: Configuration,
        metrics: ConversationMetrics,
        tracer: CallTracer? = nil,
        logger: Logger,
        onEnd: @escaping @Sendable (ListeningSession, CallTermination) -> Void
    ) {
        self.info = info
        self.stream = stream
        self.eventLoop = line.eventLoop
        self.executor = line.eventLoop.executor
        self.line = line
        self.recogniser = recogniser
        self.hints = configuration.hints ?? hints
        self.configuration = configuration
        self.metrics = metrics
        self.tracer = tracer
        self.logger = logger
        self.onEnd = onEnd
        self.recorder = CallRecorder(call: info.id, journal: journal)
        self.startedAt = line.eventLoop.now
        self.lastMedia = line.eventLoop.now
    }
}

// MARK: - What the stream tells

extension ListeningSession {
    /// Begins: opens the ears for both sides. `resumed` says whether an earlier stream of the call had ended.
    public func start(resumed: Bool) {
        guard !self.hasStarted else { return }
        self.hasStarted = true
        self.startedAt = self.eventLoop.now
        self.lastMedia = self.startedAt
        self.recorder.record(
            .streamStarted(
                stream: self.stream,
                resumed: resumed,
                recogniser: self.recogniser.name,
                synthesiser: "none",
                purpose: .listening
            )
        )
        self.trace = self.tracer.map {
            ConversationTrace($0, self.info, stream: self.stream, purpose: .listening, resumed: resumed)
        }
        self.scheduleWatchdog()
        for side in self.sides { self.openEars(for: side) }
    }

    /// Takes the audio of one side: mu-law, 8 kHz. The buffer is only lent.
    ///
    /// Unlike for a conversation, the number of `frame` counts over both sides (Twilio: `sequenceNumber`).
    public func hear(_ audio: ByteBuffer, _ frame: InboundFrame, of speaker: Speaker) {
        let now = self.eventLoop.now
        self.lastMedia = now
        self.order.hear(audio, frame, of: speaker == .caller ? self.caller : self.agent, now: now)
    }

    /// The stream said that it is over: the call ended, or the carrier was told to stop it.
    public func streamStopped() {
        self.stop(.streamStopped)
    }

    /// The socket is gone. Nobody reconnects it; people talk on.
    public func connectionClosed() {
        self.stop(.connectionLost)
    }

    /// The stream broke the protocol; its handler closes it.
    public func protocolBroken() {
        self.stop(.protocolError)
    }
}

// MARK: - What operators and the server want

extension ListeningSession {
    /// Ends the stream now, and nothing but the stream. A session that is ending already is left alone.
    public func stop(_ termination: CallTermination) {
        guard self.ending == nil else { return }
        self.ending = termination
        self.line.value.close()
        self.order.finish(now: self.eventLoop.now)
        let waiting = self.sides.filter { !$0.isDeaf && $0.listener != nil }
        guard !waiting.isEmpty else { return self.end(termination) }
        for side in waiting { side.listener?.finish() }
        // An engine that failed at that may have ended all.
        guard !self.hasEnded else { return }
        let backlog = waiting.compactMap { $0.listener?.backlog }.max() ?? .zero
        // Holds the session until its end: the stream's handler may be gone long before the last word.
        self.lastWords = self.eventLoop.scheduleTask(in: TimeAmount(self.configuration.patience(for: backlog))) {
            self.assumeIsolated { $0.lastWordsAreLate() }
        }
    }

    /// Ends the stream; what comes `next` in the call is nothing that a listener could decide.
    public func stop(_ termination: CallTermination, next: NextStep) {
        self.stop(termination)
    }

    /// A listener has nothing to say, and the end of its stream moves no call: that is the carrier's to do.
    ///
    /// - Parameter order: what is wanted.
    /// - Returns: `false`.
    public func carryOut(_ order: StreamOrder) -> Bool { false }

    /// Ends the stream: no moment would disturb less than another.
    public func drain() {
        self.stop(.drained)
    }

    /// Frames taken so far, of both sides.
    public var framesHeard: Int { self.sides.reduce(0) { $0 + ($1.listener?.frames ?? 0) } }

    var sides: [ListeningSide] { [self.caller, self.agent] }
}
