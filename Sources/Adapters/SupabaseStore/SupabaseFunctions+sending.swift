// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import NIOHTTP1
import Resilience
import Synchronization

extension SupabaseFunctions {
    private static let opening = Array(#"{"argument":"#.utf8)

    /// Sends a request as often as makes sense and returns the body of its answer. Throws ``SupabaseError`` or
    /// `CancellationError`.
    func send(_ function: String, _ argument: [UInt8]) async throws -> [UInt8] {
        let size = Self.opening.count + argument.count + 1
        guard size <= self.configuration.maximumRequestBytes else {
            throw self.failure(.requestTooLong, function, "\(size) bytes")
        }
        var body = ByteBuffer()
        body.reserveCapacity(size)
        body.writeBytes(Self.opening)
        body.writeBytes(argument)
        body.writeInteger(UInt8(ascii: "}"))
        self.budget.noteRequest()
        let elapsed = Self.stopwatch(self.clock)
        var number = 1
        while true {
            let wait: Duration
            switch try await self.attempt(function, body, number, elapsed) {
            case .success(let answer): return answer
            case .failure(let failure):
                guard let again = failure.retriesAfter else { throw failure.error }
                wait = again
            }
            if wait > .zero { try await self.clock.sleep(for: wait) }
            number += 1
        }
    }

    /// A failed attempt, and when the next may come.
    private struct Failure: Error {
        var error: SupabaseError
        var retriesAfter: Duration?
    }

    private func attempt(
        _ function: String,
        _ body: ByteBuffer,
        _ number: Int,
        _ elapsed: @Sendable () -> Duration
    ) async throws -> Result<[UInt8], Failure> {
        let permit: CircuitPermit
        do throws(ResilienceError) {
            permit = try self.breaker.admit()
        } catch {
            let last = (self.breaker.snapshot.lastError as? SupabaseError)?.message ?? ""
            return .failure(Failure(error: self.failure(.breakerOpen, function, last)))
        }
        do {
            try await self.takeTurn(function)
        } catch {
            self.breaker.withdraw(permit)
            guard let error = error as? SupabaseError else { throw error }
            return .failure(Failure(error: error))
        }
        let time = Self.stopwatch(self.clock)
        let result = await self.exchange(function, body, number)
        self.gate.leave()
        var attempt = SupabaseAttempt(function: function, number: number, duration: time())
        defer { self.observer?.ended(attempt, inFlight: self.gate.inside) }
        switch result {
        case .success(let answer) where answer.isSuccess:
            attempt.status = answer.status
            self.breaker.succeeded(permit)
            return .success(answer.body)
        case .success(let answer):
            attempt.status = answer.status
            let (error, asked) = self.understand(answer, function, body)
            attempt.error = error
            attempt.retriesAfter = self.wait(after: error, number, elapsed(), asked: asked)
        case .failure(let error):
            attempt.error = error
            attempt.status = error.answer?.status
            if Task.isCancelled {
                self.breaker.withdraw(permit)
                throw CancellationError()
            }
            attempt.retriesAfter = self.wait(after: error, number, elapsed(), asked: nil)
        }
        // One of the two failed cases has set it.
        let error = attempt.error ?? self.failure(.refused, function, "")
        self.report(error, permit)
        return .failure(Failure(error: error, retriesAfter: attempt.retriesAfter))
    }

    private func takeTurn(_ function: String) async throws {
        let waiting = Self.stopwatch(self.clock)
        do {
            try await self.gate.enter()
        } catch let refusal as RequestGate.Refusal {
            let words = refusal == .queueFull ? "the queue is full" : "none had a turn in time"
            throw self.failure(.overloaded, function, words)
        }
        self.observer?.began(afterWaiting: waiting(), inFlight: self.gate.inside)
    }

    /// One request and its answer, whatever it is; a success is whole JSON.
    private func exchange(
        _ function: String,
        _ body: ByteBuffer,
        _ number: Int
    ) async -> Result<SupabaseAnswer, SupabaseError> {
        let hasHead = Flag()
        do {
            let exchange = self.exchange
            let answer = try await Deadline(after: self.configuration.requestTime, clock: self.clock).run {
                try await exchange.send(function, body, attempt: number, hasHead: hasHead)
            }
            guard answer.isSuccess, !answer.isJSON || !JSONOutline.isWhole(answer.body) else { return .success(answer) }
            let facts = answer.facts(code: nil)
            let words = answer.isJSON ? "" : self.text(body).safe(SupabaseProblem(answer).message)
            return .failure(self.failure(answer.isJSON ? .answerCut : .answerUnreadable, function, words, facts))
        } catch {
            return .failure(self.failure(SupabaseOutcome(error, hadHead: hasHead.isRaised), function, ""))
        }
    }

    /// Makes an error of an answer that is no success.
    private func understand(
        _ answer: SupabaseAnswer,
        _ function: String,
        _ body: ByteBuffer
    ) -> (error: SupabaseError, asked: Duration?) {
        let problem = SupabaseProblem(answer)
        let outcome = SupabaseOutcome(status: answer.status, code: problem.code, message: problem.message)
        let words = self.text(body).safe(problem.message, code: problem.code)
        let error = self.failure(outcome, function, words, answer.facts(code: problem.code))
        return (error, answer.headers.first(name: "retry-after").flatMap { RetryAfter.duration($0) })
    }

    private func text(_ body: ByteBuffer) -> AnswerText {
        AnswerText(secret: self.configuration.key.value, request: Array(body.readableBytesView))
    }

    private func failure(
        _ outcome: SupabaseOutcome,
        _ function: String,
        _ words: String,
        _ answer: SupabaseAnswer.Facts? = nil
    ) -> SupabaseError {
        let endpoint = self.configuration.endpoint
        let message = SupabaseAdvice.sentence(outcome, function: function, words: words, endpoint: endpoint)
        return SupabaseError(.failed(outcome), message, answer: answer)
    }

    /// How long to wait before the next attempt; `nil` when there is none.
    private func wait(after error: SupabaseError, _ number: Int, _ elapsed: Duration, asked: Duration?) -> Duration? {
        guard case .failed(let outcome) = error.code else { return nil }
        let rule = outcome.rule
        guard rule.repeats != .nothing else { return nil }
        if rule.repeats == .whileStarting, self.sinceStart() >= self.configuration.startingTime { return nil }
        let retries = self.configuration.retries
        let backoff = self.random.withLock { random in
            retries.wait(afterFailure: number, verdict: .retry, using: &random)
        }
        guard let backoff else { return nil }
        // `Retry-After: 0` comes with every 503 of PostgREST: it may only ask for more than we would wait anyway.
        let polite = max(backoff, rule.floor, min(asked ?? .zero, retries.longestRetryAfter))
        let wait = rule.repeatsAtOnce && number == 1 ? .zero : polite
        guard elapsed + wait <= self.configuration.totalTime, self.budget.takeRetry() else { return nil }
        return wait
    }

    private func report(_ error: SupabaseError, _ permit: CircuitPermit) {
        guard case .failed(let outcome) = error.code, outcome.rule.counts else {
            self.breaker.succeeded(permit)
            return
        }
        self.breaker.failed(permit, error)
    }
}
