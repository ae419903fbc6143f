// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore

/// What every conversation has, whatever carries its words: the state machine, the memory, the timers, the question to
/// the responder, and how it ends. Owned by one ``ConversationSession`` and lives on its event loop.
final class Conversation {
    /// Called as soon as it is decided what comes after the stream.
    typealias OnNext = @Sendable (any LiveCall, NextStep) -> Void
    /// Called once, when all is over.
    typealias OnEnd = @Sendable (any LiveCall, CallTermination, NextStep) -> Void

    let dialogue: Dialogue
    /// Exchanges that the responder is told of.
    let historyLimit: Int
    /// How long the store may take to note what comes next before the stream is closed anyway.
    let handoverDeadline: Duration
    let logger: Logger
    let recorder: CallRecorder
    let onNext: OnNext
    let onEnd: OnEnd

    var machine: CallStateMachine
    var timers: [CallTimer: Scheduled<Void>] = [:]
    var asking: Task<Void, Never>?
    /// What is known from earlier streams of the call.
    let memory: ConversationMemory?
    /// Makes the spans; `nil` while tracing is off.
    private let tracer: CallTracer?
    /// The spans of the stream, from its start on.
    var trace: ConversationTrace?
    /// What the responder is told of, with the turn's number.
    var history: [ConversationMemory.Turn]
    var turns = TurnClock()
    /// What the last line in the log tells.
    var tally = CallTally()
    let metrics: ConversationMetrics
    var count: StateCount
    var startedAt: NIODeadline
    var handover: Scheduled<Void>?
    /// How it ends, once that is decided.
    var ending: (termination: CallTermination, next: NextStep)?
    var isLineClosed = false
    var hasEnded = false
    /// Whether an earlier stream of the call had ended.
    var isResumed = false

    init(
        call: CallID,
        dialogue: Dialogue,
        journal: CallJournal,
        memory: ConversationMemory?,
        historyLimit: Int,
        handoverDeadline: Duration,
        startedAt: NIODeadline,
        metrics: ConversationMetrics,
        tracer: CallTracer? = nil,
        logger: Logger,
        onNext: @escaping OnNext,
        onEnd: @escaping OnEnd
    ) {
        self.dialogue = dialogue
        self.historyLimit = historyLimit
        self.handoverDeadline = handoverDeadline
        self.startedAt = startedAt
        self.metrics = metrics
        self.count = StateCount(metrics)
        self.tracer = tracer
        self.logger = logger
        self.onNext = onNext
        self.onEnd = onEnd
        self.memory = memory
        self.history = (memory?.exchanges ?? []).suffix(historyLimit)
        self.machine = CallStateMachine(
            prompts: dialogue.prompts,
            policy: dialogue.policy,
            memory: memory ?? ConversationMemory()
        )
        self.recorder = CallRecorder(call: call, journal: journal)
    }

    /// Whether the caller is asked to go on rather than greeted: a call is greeted once, unless nobody could be heard then.
    func goesOn(resumed: Bool) -> Bool {
        resumed && self.memory?.wasGreeted != false
    }

    /// From here on there is something to trace.
    func beginTrace(of call: CallInfo, stream: String, for purpose: StreamPurpose, resumed: Bool) {
        guard let tracer = self.tracer else { return }
        self.trace = ConversationTrace(tracer, call, stream: stream, purpose: purpose, resumed: resumed)
    }

    /// Whether the turn was heard in an earlier stream.
    func isRecalled(_ turn: CallerTurn) -> Bool {
        guard let memory, !memory.unanswered.isEmpty else { return false }
        return turn.number == memory.turns + 1
    }
}
