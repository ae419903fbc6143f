// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import ServiceContextModule

extension ConversationSession {
    func perform(_ actions: [CallStateMachine.Action]) {
        for action in actions { self.perform(action) }
    }

    func perform(_ action: CallStateMachine.Action) {
        switch action {
        case .speak(let speech):
            self.conversation.turns.replied(at: self.now)
            self.conversation.trace?.saying(speech)
            self.say(speech)
        case .stopSpeaking:
            if let (speech, heard) = self.fallSilent() { self.note(speech, heard) }
        case .ask(let turn):
            self.ask(turn)
        case .stopAsking:
            self.conversation.asking?.cancel()
            self.conversation.asking = nil
        case .start(let timer, let duration):
            self.start(timer, duration)
        case .cancel(let timer):
            self.conversation.timers.removeValue(forKey: timer)?.cancel()
        case .note(let summary):
            self.conversation.turns.noted(summary)
            self.conversation.trace?.decided(summary)
        case .finish(let termination, let next):
            self.finish(termination, next: next)
        }
    }

    func start(_ timer: CallTimer, _ duration: Duration, after lag: Duration = .zero) {
        self.conversation.timers[timer]?.cancel()
        self.conversation.timers[timer] = self.eventLoop.scheduleTask(in: TimeAmount(lag + duration)) { [weak self] in
            self?.assumeIsolated { session in
                session.conversation.timers[timer] = nil
                session.expired(timer, after: duration)
            }
        }
    }

    /// Silence is nobody's while what was said before is still being recognised: it is measured anew after that.
    private func expired(_ timer: CallTimer, after duration: Duration) {
        let lag = self.lag
        if timer.isOfSilence, lag >= Self.shortestLag { return self.start(timer, duration, after: lag) }
        self.take(.timer(timer))
    }

    /// What an engine is behind by its nature is no lag.
    private static var shortestLag: Duration { .milliseconds(500) }

    /// The one unstructured task of a call: the state machine's decision arrives in a synchronous callback of the event
    /// loop. The session holds it, cancels it when the answer is not wanted any more, and takes at most one answer. The
    /// responder never runs on the event loop.
    func ask(_ turn: CallerTurn) {
        let hasNoEnd = self.conversation.isRecalled(turn) || !self.knowsSpeechEnd
        self.conversation.turns.heard(turn, at: self.now, hasNoEnd: hasNoEnd)
        let responder = self.conversation.dialogue.responder
        let isRecalled = self.conversation.isRecalled(turn)
        let span = self.conversation.trace?.asked(turn, recognition: isRecalled ? .zero : self.now - turn.end)
        let context = DialogueContext(call: self.info, history: self.history.map(\.exchange))
        self.conversation.asking?.cancel()
        self.conversation.asking = Task { @concurrent [weak self, logger] in
            do {
                let response = try await ServiceContext.within(span) {
                    try await responder.respond(to: turn, in: context)
                }
                guard !Task.isCancelled else { return }
                await self?.answered(response, turn: turn)
            } catch {
                guard !Task.isCancelled else { return }
                logger.warning("responder failed", metadata: ["error": "\(type(of: error))"])
                await self?.failedToAnswer(turn)
            }
        }
    }

    func answered(_ response: Response, turn: CallerTurn) {
        // It may have been cancelled while it was on its way here.
        guard self.conversation.machine.isThinking(about: turn.number) else { return }
        if case .answer = response { self.remember(turn) }
        self.take(.response(response, turn: turn.number))
    }

    func failedToAnswer(_ turn: CallerTurn) {
        self.take(.responseFailed(turn: turn.number))
    }

    func remember(_ turn: CallerTurn) {
        self.conversation.history.append(.init(number: turn.number, exchange: .init(caller: turn.text, heard: "")))
        if self.history.count > self.conversation.historyLimit { self.conversation.history.removeFirst() }
    }
}
