// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import Deepgram
import NIOCore
import Resilience

/// One text being spoken: piece after piece, each tried until its first sound. Lives on the call's event loop.
final class DeepgramSpeech: SynthesisSession {
    private let engine: DeepgramSynthesiser
    private let eventLoop: any EventLoop
    private let startedAt: NIODeadline
    /// `nil` when it is over.
    private var deliver: (@Sendable (SynthesisEvent) -> Void)?
    private var plan = SpeechPlan(pieces: [], parameters: SpeakParameters())
    private var piece = 0
    private var failures = 0
    private var hasSpoken = false
    /// Since when the piece is being tried, for its retries.
    private var triedAt: NIODeadline
    /// The turn at the gate: waited for, or had.
    private var ticket: Int?
    private var hasTurn = false
    private var attempt: Attempt?
    private var timer: Scheduled<Void>?

    private struct Attempt {
        let task: any SpeakTask
        let permit: CircuitPermit
        var hasAudio = false
    }

    init(
        by engine: DeepgramSynthesiser,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (SynthesisEvent) -> Void
    ) {
        self.engine = engine
        self.eventLoop = eventLoop
        self.startedAt = eventLoop.now
        self.triedAt = eventLoop.now
        self.deliver = deliver
    }

    func begin(_ plan: Result<SpeechPlan, DeepgramError>) {
        switch plan {
        case .failure(let error):
            self.later { $0.fail(error) }
        case .success(let plan) where plan.pieces.isEmpty:
            self.later { $0.finish() }
        case .success(let plan):
            self.plan = plan
            self.takeTurn()
        }
    }

    func cancel() {
        guard self.deliver != nil else { return }
        self.engine.metrics.cancelled.increment()
        let attempt = self.close()
        attempt?.task.cancel()
        // What was heard speaks for Deepgram; what was not says nothing.
        guard let attempt else { return }
        if attempt.hasAudio {
            self.engine.breaker.succeeded(attempt.permit)
        } else {
            self.engine.breaker.withdraw(attempt.permit)
        }
    }

    /// Does something when `speak` has returned.
    private func later(_ work: @escaping @Sendable (DeepgramSpeech) -> Void) {
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.eventLoop.execute { work(bound.value) }
    }
}

// MARK: - The turn

extension DeepgramSpeech {
    private func takeTurn() {
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        switch self.engine.gate.enter(on: self.eventLoop, proceed: { bound.value.turnCame() }) {
        case .open:
            self.hasTurn = true
            self.attemptPiece()
        case .waiting(let ticket):
            self.ticket = ticket
            self.timer = self.eventLoop.scheduleTask(in: TimeAmount(self.engine.configuration.waitTime)) {
                bound.value.waitedTooLong()
            }
        case .full:
            let message = "\(self.engine.configuration.waitingRequests) texts wait to be spoken already."
            self.later { $0.fail(DeepgramError(.overloaded, message)) }
        }
    }

    private func turnCame() {
        self.ticket = nil
        // Cancelled, or tired of waiting, while the turn was on its way.
        guard self.deliver != nil else { return self.engine.gate.leave() }
        self.hasTurn = true
        self.timer?.cancel()
        self.timer = nil
        self.attemptPiece()
    }

    private func waitedTooLong() {
        self.timer = nil
        guard self.ticket != nil else { return }
        let message = "All \(self.engine.configuration.concurrentRequests) voices the account may use were busy."
        self.fail(DeepgramError(.overloaded, message + " Raise the account's limit and the setting with it."))
    }
}

// MARK: - Attempts

extension DeepgramSpeech {
    private func attemptPiece() {
        guard self.deliver != nil else { return }
        let permit: CircuitPermit
        do throws(DeepgramError) {
            permit = try self.engine.breaker.admit()
        } catch {
            return self.later { $0.fail(error) }
        }
        let task = self.engine.service.speak(
            self.plan.pieces[self.piece],
            self.plan.parameters,
            in: self.plan.trace,
            on: self.eventLoop
        ) { [self] event in
            self.heard(event)
        }
        self.attempt = Attempt(task: task, permit: permit)
    }

    private func heard(_ event: SpeakEvent) {
        guard self.deliver != nil, let attempt = self.attempt else { return }
        switch event {
        case .audio(let audio):
            self.attempt?.hasAudio = true
            self.noteFirstAudio()
            self.deliver?(.audio(audio))
        case .ended(nil):
            self.attempt = nil
            self.engine.breaker.succeeded(attempt.permit)
            self.pieceEnded()
        case .ended(let error?):
            self.attempt = nil
            self.engine.breaker.failed(attempt.permit, error)
            if attempt.hasAudio { self.fail(error) } else { self.tryAgain(after: error) }
        }
    }

    private func noteFirstAudio() {
        guard !self.hasSpoken else { return }
        self.hasSpoken = true
        self.engine.metrics.firstAudio.recordNanoseconds((self.eventLoop.now - self.startedAt).nanoseconds)
    }

    private func pieceEnded() {
        self.piece += 1
        guard self.piece < self.plan.pieces.count else { return self.finish() }
        self.failures = 0
        self.triedAt = self.eventLoop.now
        self.attemptPiece()
    }

    private func tryAgain(after error: DeepgramError) {
        self.failures += 1
        let elapsed = Duration.nanoseconds((self.eventLoop.now - self.triedAt).nanoseconds)
        guard let wait = self.engine.wait(afterFailure: self.failures, error, elapsed: elapsed) else {
            return self.fail(error)
        }
        self.engine.metrics.retries.increment()
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.timer = self.eventLoop.scheduleTask(in: TimeAmount(wait)) {
            bound.value.timer = nil
            bound.value.attemptPiece()
        }
    }
}

// MARK: - The end

extension DeepgramSpeech {
    private func finish() {
        guard let deliver = self.deliver else { return }
        _ = self.close()
        deliver(.finished)
    }

    private func fail(_ error: DeepgramError) {
        guard let deliver = self.deliver else { return }
        self.engine.metrics.failed(error.code)
        _ = self.close()
        deliver(.failed(SpeechError(error)))
    }

    /// Gives everything back; what runs is the caller's to end.
    private func close() -> Attempt? {
        defer { self.attempt = nil }
        self.deliver = nil
        self.timer?.cancel()
        self.timer = nil
        if self.hasTurn {
            self.hasTurn = false
            self.engine.gate.leave()
        } else if let ticket = self.ticket {
            // If the turn is on its way, `turnCame` hands it on.
            _ = self.engine.gate.withdraw(ticket)
        }
        self.ticket = nil
        self.engine.ended()
        return self.attempt
    }
}
