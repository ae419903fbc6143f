// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import Logging
import Resilience
import ServiceContextModule
import Synchronization
import Tracing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension JournalDelivery {
    typealias Outcome = DeliveryMachine.Outcome

    func deliver() async {
        var machine = DeliveryMachine(self.configuration.limits)
        var step = machine.start()
        var interruptions = self.gate.interruptions
        while !Task.isCancelled {
            if case .read = step { interruptions = self.gate.interruptions }
            let outcome = await self.perform(step, unless: interruptions)
            // What was broken off says nothing.
            if Task.isCancelled { break }
            let now = self.elapsed()
            step = self.random.withLock { machine.next(after: outcome, at: now, using: &$0) }
            self.publish(machine, at: now)
        }
    }

    /// Performs a step. What could bring erased events back is not done when somebody erased since `interruptions`.
    private func perform(_ step: DeliveryMachine.Step, unless interruptions: Int) async -> Outcome {
        switch step {
        case .takeBack(let limit):
            return await self.asking { .tookBack(try await self.takeBack(atMost: limit)) }
        case .read(let count, let bytes):
            return await self.asking { .read(try await self.outbox.undelivered(atMost: count, bytes: bytes)) }
        case .deliver(let group):
            return await self.passing(interruptions) { await self.deliver(group) }
        case .attempt(let entry):
            return await self.passing(interruptions) { await self.append([entry]) }
        case .setAside(let positions, let reason):
            return await self.passing(interruptions) { await self.setAside(positions, because: reason) }
        case .probe:
            return .probed(await self.probe())
        case .idle(let limit):
            let rings = await self.bell.wait(for: [.work, .hurry], atMost: limit, on: self.clock)
            return rings.contains(.hurry) ? .hurried : rings.contains(.work) ? .notified : .waited
        case .gather(let limit), .pause(let limit):
            let rings = await self.bell.wait(for: .hurry, atMost: limit, on: self.clock)
            return rings.contains(.hurry) ? .hurried : .waited
        }
    }

    private func asking(_ work: () async throws -> Outcome) async -> Outcome {
        do { return try await work() } catch { return .journalFailed(Self.text(of: error)) }
    }

    private func passing(_ interruptions: Int, _ work: () async -> Outcome) async -> Outcome {
        await self.gate.passing {
            self.gate.interruptions == interruptions ? await work() : .interrupted
        }
    }

    private func deliver(_ group: [OutboxEntry]) async -> Outcome {
        guard let last = group.last else { return .delivered }
        let start = self.elapsed()
        self.state.withLock { $0.status.inFlight = group.count }
        defer { self.state.withLock { $0.status.inFlight = 0 } }
        let outcome = await self.append(group)
        guard case .delivered = outcome else { return outcome }
        let now = self.elapsed()
        self.metrics.batchSize.record(group.count)
        self.metrics.batchTime.recordNanoseconds(Int64((now - start) / .nanoseconds(1)))
        return await self.asking {
            try await self.outbox.delivered(through: last.position)
            self.metrics.delivered.increment(by: group.count)
            self.state.withLock { state in
                state.status.delivered += group.count
                state.status.backlog = max(0, state.status.backlog - group.count)
                state.rate.note(group.count, at: now)
            }
            return .delivered
        }
    }

    private func append(_ group: [OutboxEntry]) async -> Outcome {
        let events = group.map(\.event)
        let span = self.span(of: events)
        let outcome = await ServiceContext.within(span?.context) { await self.handOver(events) }
        self.end(span, outcome)
        return outcome
    }

    private func handOver(_ events: [CallEvent]) async -> Outcome {
        let deadline = Deadline(after: self.configuration.attemptDeadline, clock: self.clock)
        do {
            let stored = try await deadline.run { [store] in try await store.append(events) }
            guard stored.map(\.event.id) == events.map(\.id) else {
                let answer = stored.count == events.count ? "others than asked" : "\(stored.count)"
                return .failed(
                    "the shared store answered \(answer) of \(events.count) events",
                    wantsSmallerBatch: false
                )
            }
            return .delivered
        } catch let error as StoreError where error.code == .rejected {
            return .refused(Self.text(of: error))
        } catch let error as ResilienceError where error.code == .deadlineExceeded {
            let reason = "the shared store did not answer within \(self.configuration.attemptDeadline)"
            return .failed(reason, wantsSmallerBatch: true)
        } catch {
            let wantsSmallerBatch = (error as? StoreError)?.wantsSmallerBatch ?? false
            return .failed(Self.text(of: error), wantsSmallerBatch: wantsSmallerBatch)
        }
    }

    private func takeBack(atMost limit: Int) async throws -> [Int64]? {
        let aside = try await self.outbox.aside(atMost: limit + 1).map(\.entry.position)
        guard !aside.isEmpty else { return [] }
        guard aside.count <= limit else {
            self.logger.error("too many events are set aside to try them again", metadata: ["limit": "\(limit)"])
            return nil
        }
        let count = try await self.outbox.takeBack()
        self.logger.notice("events that were set aside are tried again", metadata: ["events": "\(count)"])
        return aside
    }

    private func setAside(_ positions: [Int64], because reason: String) async -> Outcome {
        await self.asking {
            try await self.outbox.setAside(positions, because: reason, at: self.wallClock())
            self.metrics.setAside.increment(by: positions.count)
            self.logger.error(
                "events set aside: the shared store refuses them",
                metadata: ["events": "\(positions.count)", "reason": "\(reason)"]
            )
            return .setAside
        }
    }

    /// Reads are kept from a store that gives no sign of life. The breaker is closed here only if it was opened here:
    /// that the store takes events does not mean that it answers questions.
    private func probe() async -> Bool {
        let deadline = Deadline(after: self.configuration.probeDeadline, clock: self.clock)
        do {
            try await deadline.run { [store] in try await store.ping() }
            self.closeBreaker()
            return true
        } catch {
            guard !Task.isCancelled else { return false }
            self.state.withLock { $0.hasOpenedBreaker = true }
            // Until well after the next probe, which renews it.
            let time = self.configuration.limits.probing * 2 + self.configuration.probeDeadline
            self.breaker.open("the shared store gives no sign of life", for: time, error: error)
            return false
        }
    }

    private func closeBreaker() {
        let hasOpened = self.state.withLock { state in
            defer { state.hasOpenedBreaker = false }
            return state.hasOpenedBreaker
        }
        if hasOpened { self.breaker.close("the shared store answers") }
    }

    /// One sentence for an operator, cut to what fits into a log line.
    static func text(of error: any Error) -> String {
        let text = (error as? StoreError)?.message ?? (error as? ResilienceError)?.message ?? "\(type(of: error))"
        return text.count > 300 ? text.prefix(300) + "…" : text
    }
}

// MARK: - Telling

extension JournalDelivery {
    private func publish(_ machine: DeliveryMachine, at now: Duration) {
        let (before, after) = self.state.withLock { state in
            let before = state.status
            state.status.failures = machine.failuresInARow
            state.status.lastError = machine.trouble?.message
            state.status.failingSince = machine.trouble.map {
                before.failingSince ?? self.wallClock().addingTimeInterval(($0.since - now) / .seconds(1))
            }
            return (before, state.status)
        }
        if after.failures > before.failures { self.metrics.failed(machine.lastFailure) }
        if before.lastError == nil, let error = after.lastError {
            self.logger.error("shared store fails; calls go on, events wait", metadata: ["error": "\(error)"])
        } else if before.lastError != nil, after.lastError == nil {
            self.closeBreaker()
            self.logger.notice("shared store works again", metadata: ["backlog": "\(after.backlog)"])
        }
    }
}
