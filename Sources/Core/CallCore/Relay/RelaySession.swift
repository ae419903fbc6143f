// SPDX-License-Identifier: Apache-2.0

import Logging
public import NIOCore

/// One call in words: the carrier hears and speaks, we decide what is said. An actor whose executor is the event loop of
/// the call's socket.
///
/// It performs what ``CallStateMachine`` decides, exactly as ``CallSession`` does with audio: the same prompts, rules,
/// responder, timers, transcript and ends. What differs is known here only: prompts have no confidence and no times, the
/// carrier decides what is a barge-in and says which words were heard, and nothing comes back when a speech was played.
///
/// ```swift
/// let session = manager.openRelay(grant, session: "VX…", line: NIOLoopBound(line, eventLoop: channel.eventLoop))
/// session.assumeIsolated { $0.prompted("when are you open", isLast: true) }
/// ```
public actor RelaySession: ConversationSession {
    /// Bounds and pace of a session.
    public struct Configuration: Sendable, Hashable {
        /// Whose ears and voice it is, for the record.
        public var engine = "conversation-relay"
        /// The longest prompt of the caller's that is taken, in characters; what is longer is cut off.
        public var longestPrompt = 4_000
        /// The longest thing we say, in characters; what is longer is cut off.
        public var longestText = 4_000
        /// The time the carrier's voice takes for a character, where it does not tell when it has finished.
        public var character = Duration.milliseconds(90)
        /// How long the carrier's voice may take to begin.
        public var latency = Duration.milliseconds(1_500)
        /// How long the store may take to note what comes next before the session is ended anyway.
        public var handoverDeadline = Duration.seconds(1)
        /// Exchanges that a responder is told of.
        public var historyLimit = 20

        /// The defaults.
        public init() {}
    }

    /// The call.
    public nonisolated let info: CallInfo
    /// The session's own name (Twilio: `VX…`).
    public nonisolated let stream: String
    /// We listen and speak in words.
    public nonisolated var purpose: StreamPurpose { .relay }
    /// Where the session lives.
    public nonisolated let eventLoop: any EventLoop
    private nonisolated let executor: any SerialExecutor

    /// The event loop of the call's socket.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { self.executor.asUnownedSerialExecutor() }

    let configuration: Configuration
    let line: NIOLoopBound<any RelayLine>
    let conversation: Conversation
    var talker: RelayTalker
    var speechEnd: Scheduled<Void>?
    var speaking = CallerSpeech()
    var hasStarted = false
    /// Whether the carrier told when the caller had stopped speaking, of the last prompt.
    var knowsSpeechEnd = false

    init(
        info: CallInfo,
        stream: String,
        line: NIOLoopBound<any RelayLine>,
        dialogue: Dialogue,
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
        self.configuration = configuration
        self.talker = RelayTalker(
            RelayTalker.Configuration(
                longestText: configuration.longestText,
                character: configuration.character,
                latency: configuration.latency
            )
        )
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

// MARK: - What operators and the server want

extension RelaySession {
    /// Ends the session now; the telephone call goes on with `next`. One that is ending already is left alone.
    public func stop(_ termination: CallTermination, next: NextStep) {
        self.take(.stop(termination, next: next))
    }

    /// Ends the session where it disturbs least, so that the call is taken up again elsewhere.
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

    /// From here on the carrier speaks, understands, or both, in another language (BCP 47).
    public func useLanguage(speech: String?, recognition: String?) {
        guard self.ending == nil else { return }
        self.line.value.useLanguage(speech: speech, recognition: recognition)
    }

    /// Where the conversation stands.
    public var state: CallStateMachine.State { self.conversation.machine.state }
}
