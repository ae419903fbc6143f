// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore
import ServiceContextModule
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// What the carrier says, and what is written down.
extension Janitor {
    /// How long the carrier is left alone that had too much to do and does not say for how long.
    private static let shortestSilence = Duration.seconds(10)

    /// What can be found out about a call; `nil` if nobody may be asked now.
    func ask(about call: CallRecord) async -> ForgottenCall.Answer? {
        guard let carrier = self.carrier, self.configuration.account ?? call.info.account == call.info.account else {
            return .nobody
        }
        guard self.memory.withLock({ $0.mayAsk(at: self.monotonic()) }) else { return nil }
        do throws(CarrierError) {
            return try await self.report(on: call.id, by: carrier).map { .report($0) } ?? .unheardOf
        } catch {
            JanitorMetrics.carrierFailed(error.code).increment()
            self.logger.debug(
                "carrier does not tell of a forgotten call",
                metadata: ["call.sid": "\(call.id)", "error": "\(error)"]
            )
            if error.code == .rateLimited {
                let silence = max(error.retryAfter ?? .zero, Self.shortestSilence)
                self.memory.withLock { $0.carrierWantsSilence(until: self.monotonic() + TimeAmount(silence)) }
            }
            return .failed
        }
    }

    /// The carrier's answer; the request belongs to the call's trace.
    private func report(on call: CallID, by carrier: any CallCarrier) async throws(CarrierError) -> CarrierReport? {
        let answer: Result<CarrierReport?, CarrierError> = await ServiceContext.within(
            self.manager.tracer?.context(of: call)
        ) {
            do throws(CarrierError) { return .success(try await carrier.report(on: call)) } catch {
                return .failure(error)
            }
        }
        return try answer.get()
    }

    /// Writes down what the record lacks, unless the call has moved on since it was looked at.
    func close(_ call: CallID, _ latest: Date, _ lacking: (CallRecord) -> [CallEvent.Kind]) async throws {
        let reader = self.manager.journal.reader
        guard let record = try await reader.call(call), !self.manager.has(call) else { return }
        let events = try await reader.events(of: call)
        guard events.allSatisfy({ $0.event.time <= latest }) else { return }
        // What is said last counts last, whatever the clock of the server was that had the call.
        self.manager.journal.witness(latest)
        var closed = record
        var hasNews = false
        for kind in lacking(record) {
            let name = ["janitor", call.rawValue, Self.word(for: kind), "\(latest.microseconds)"]
            let (event, isNew) = try await self.store(kind, in: record, name)
            closed.apply(event)
            if isNew { self.tell(kind, of: record) }
            hasNews = hasNews || isNew
        }
        guard hasNews, !record.status.isTerminal else { return }
        self.manager.tracer?.callEnded(closed, status: closed.status.isTerminal ? closed.status : nil, at: latest)
    }

    /// Returns whether nobody had stored it before.
    private func store(
        _ kind: CallEvent.Kind,
        in call: CallRecord,
        _ name: [String]
    ) async throws -> (event: CallEvent, isNew: Bool) {
        let journal = self.manager.journal
        var event = journal.event(kind, in: call.id)
        event.id = self.name(name)
        let stored = try await journal.append(event).event
        return (stored, stored.time.microseconds == event.time.microseconds)
    }

    private func tell(_ kind: CallEvent.Kind, of call: CallRecord) {
        let word = Self.word(for: kind)
        JanitorMetrics.ended(word).increment()
        if case .streamEnded(let termination, _) = kind {
            CallMetrics.process.ended(call.info.direction, termination).increment()
        }
        self.logger.notice(
            "forgotten call ended in the record",
            metadata: ["call.sid": "\(call.id)", "call.reason": "\(word)"]
        )
    }

    /// A word of a closed vocabulary, for names and metrics.
    private static func word(for kind: CallEvent.Kind) -> String {
        switch kind {
        case .streamEnded(let termination, _): termination.reason
        case .status(let status, _, _): "carrier_\(status.rawValue)"
        default: "end_unknown"
        }
    }
}

extension CallSessionManager {
    /// Whether a call's stream is here, on its way here, or just ending.
    func has(_ call: CallID) -> Bool {
        self.state.withLock { state in
            state.knows(call) || state.closing.values.contains { $0.info.id == call }
        }
    }
}
