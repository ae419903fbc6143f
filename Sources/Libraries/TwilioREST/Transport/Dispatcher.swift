// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import FoundationEssentials
import NIOHTTP1
import Resilience
import Synchronization
import Twilio

/// Sends requests: in turn, within time, through the breaker, again where that is safe.
final class Dispatcher: Sendable {
    let exchange: HTTPExchange
    let breaker: CircuitBreaker
    let clock: any Clock<Duration>
    let configuration: TwilioClient.Configuration
    let knownCalls = KnownCalls(capacity: 1_000)
    private let gate: RequestGate
    private let budget: RetryBudget
    private let observer: (any TwilioRESTObserver)?
    private let random: Mutex<AnyRandom>

    init(
        exchange: HTTPExchange,
        configuration: TwilioClient.Configuration,
        clock: any Clock<Duration>,
        random: any RandomNumberGenerator & Sendable,
        observer: (any TwilioRESTObserver)?
    ) {
        self.exchange = exchange
        self.configuration = configuration
        self.clock = clock
        self.random = Mutex(AnyRandom(base: random))
        self.observer = observer
        self.gate = RequestGate(limit: configuration.concurrentRequests, queueLimit: configuration.waitingRequests)
        self.budget = RetryBudget(share: configuration.retryShare, capacity: configuration.retryBurst)
        self.breaker = CircuitBreaker(name: "twilio_rest", policy: configuration.breaker, clock: clock, random: random)
        {
            observer?.breakerChanged($0)
        }
    }

    /// Sends a request and decodes its answer.
    func resource<Resource: RESTResource>(_ request: RESTRequest) async throws(TwilioRESTError) -> Resource {
        do throws(RESTFailure) {
            return try await self.send(request) { try Resource($0) }
        } catch {
            throw error.error
        }
    }

    /// Sends a request that makes something happen.
    func outcome<Resource: RESTResource>(_ request: RESTRequest) async -> RESTOutcome<Resource> {
        do throws(RESTFailure) {
            return .done(try await self.send(request) { try Resource($0) })
        } catch {
            return RESTOutcome(error)
        }
    }

    /// Sends a request whose answer has no content.
    func delete(_ request: RESTRequest) async throws(TwilioRESTError) {
        do throws(RESTFailure) {
            try await self.read(request) { exchange, response in _ = try await exchange.answer(response) }
        } catch  where error.attempt > 1 && error.error.code == .notFound {
            // An earlier attempt has deleted it, and only its answer was lost.
        } catch {
            throw error.error
        }
    }

    /// Sends a request whose answer is a JSON object.
    func send<Value: Sendable>(
        _ request: RESTRequest,
        decode: @escaping @Sendable (ResourceFields) throws -> Value
    ) async throws(RESTFailure) -> Value {
        try await self.read(request) { exchange, response in
            let answer = try await exchange.answer(response)
            return try decode(ResourceFields(answer.body, maximumBytes: exchange.maximumAnswerBytes))
        }
    }

    /// Sends a request, as often as is safe and allowed, and reads its answer.
    func read<Value: Sendable>(
        _ request: RESTRequest,
        _ read: @escaping @Sendable (HTTPExchange, HTTPClientResponse) async throws -> Value
    ) async throws(RESTFailure) -> Value {
        self.budget.noteRequest()
        let deadline = Deadline(after: self.configuration.totalTime, clock: self.clock)
        var number = 1
        while true {
            let elapsed = Self.stopwatch(self.clock)
            let result = await self.attempt(request, read)
            var attempt = RESTAttempt(operation: request.operation, number: number, duration: elapsed())
            switch result {
            case .success(let value):
                self.observer?.attempted(attempt)
                return value
            case .failure(var failure):
                failure.attempt = number
                attempt.error = failure.error
                attempt.retriesAfter = self.wait(after: failure, request, number, deadline)
                self.observer?.attempted(attempt)
                guard let wait = attempt.retriesAfter else { throw failure }
                guard (try? await self.clock.sleep(for: wait)) != nil else { throw failure }
                number += 1
            }
        }
    }

    /// How long to wait before the next attempt; `nil` when there is none.
    private func wait(
        after failure: RESTFailure,
        _ request: RESTRequest,
        _ number: Int,
        _ deadline: Deadline
    ) -> Duration? {
        let wait = self.random.withLock { random in
            self.configuration.retries.wait(
                afterFailure: number,
                verdict: failure.verdict(request.repetition),
                using: &random
            )
        }
        guard let wait, wait < deadline.remaining, self.budget.takeRetry() else { return nil }
        return wait
    }

    private func attempt<Value: Sendable>(
        _ request: RESTRequest,
        _ read: @escaping @Sendable (HTTPExchange, HTTPClientResponse) async throws -> Value
    ) async -> Result<Value, RESTFailure> {
        let permit: CircuitPermit
        do throws(ResilienceError) {
            permit = try self.breaker.admit()
        } catch {
            return .failure(Self.refused(error))
        }
        let body = request.method == .POST ? WatchedBody(request.form.encoded) : nil
        do {
            let (exchange, gate) = (self.exchange, self.gate)
            let deadline = Deadline(after: self.configuration.requestTime, clock: self.clock)
            let value = try await deadline.run {
                try await gate.pass {
                    try await read(exchange, try await exchange.response(to: request, body: body))
                }
            }
            self.breaker.succeeded(permit)
            return .success(value)
        } catch {
            let failure = RESTFailure(error, wasWithheld: body?.withhold() ?? false)
            self.report(failure, permit)
            return .failure(failure)
        }
    }

    private static func stopwatch(_ clock: some Clock<Duration>) -> () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }

    private static func refused(_ error: ResilienceError) -> RESTFailure {
        RESTFailure(
            error: TwilioRESTError(
                .breakerOpen,
                "Twilio's API failed too often and is not asked for now.",
                retryAfter: error.retryAfter,
                cause: error
            ),
            effect: .nothing
        )
    }

    private func report(_ failure: RESTFailure, _ permit: CircuitPermit) {
        if failure.concernsCredentials {
            self.breaker.failed(permit, failure.error)
            self.breaker.open(
                "Twilio refuses the credentials",
                for: self.configuration.credentialsPause,
                error: failure.error
            )
        } else if failure.countsAgainstTwilio {
            self.breaker.failed(permit, failure.error)
        } else if failure.error.code == .cancelled || failure.error.code == .overloaded {
            self.breaker.withdraw(permit)
        } else {
            self.breaker.succeeded(permit)
        }
    }
}
