// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging
import NIOCore

/// Reads and writes what is kept of calls, within the time a webhook has.
struct CallBook: Sendable {
    /// What became of an event.
    enum Outcome {
        /// Durable. Its time tells whether it is new: an event that was there already comes back as it was.
        case stored(StoredCallEvent)
        /// The journal has it, the store not yet; it will.
        case late
        /// It is not kept.
        case refused(StoreError)

        /// Whether nobody has told of `event` before, as far as that is known by now: what was there comes back as it was.
        func isNew(_ event: CallEvent) -> Bool {
            switch self {
            case .stored(let stored): stored.event.time.microseconds == event.time.microseconds
            case .late: true
            case .refused: false
            }
        }
    }

    let journal: CallJournal
    let limits: WebhookLimits

    /// Appends an event and waits until it is durable; while the store is known to fail nobody waits for it.
    func append(
        _ kind: CallEvent.Kind,
        in call: CallID,
        named id: EventID? = nil,
        _ context: GatewayContext
    ) async -> (event: CallEvent, outcome: Outcome) {
        var event = self.journal.event(kind, in: call)
        if let id { event.id = id }
        let limit = self.journal.status.failures == 0 ? self.limits.journalWait : .milliseconds(1)
        let result: Result<StoredCallEvent, StoreError>? = await Deadline.first(
            within: limit,
            on: context.eventLoop
        ) { finish in
            self.journal.enqueue(event) { finish($0) }
        }
        switch result {
        case .success(let stored): return (event, .stored(stored))
        case .failure(let error): return (event, .refused(error))
        case nil: return (event, .late)
        }
    }

    /// Appends an event if the call is known; that of a call nobody knows is only logged. A call whose events still wait
    /// for the store, or whose store does not answer, counts as known.
    func note(
        _ kind: CallEvent.Kind,
        in call: CallID,
        named id: EventID,
        _ context: GatewayContext
    ) async {
        if case .unknown = await self.wait(for: call, context) {
            context.logger.notice("callback of an unknown call", metadata: ["call.sid": "\(call)"])
            return
        }
        _ = await self.append(kind, in: call, named: id, context)
    }

    /// The events of a call, oldest first; none if the store does not answer in time.
    func events(of call: CallID, _ context: GatewayContext) async -> [StoredCallEvent] {
        let reader = self.journal.reader
        return await self.ask(context) { try await reader.events(of: call) } ?? []
    }

    /// What is known of the conversation so far, wherever it was held; `nil` if the store does not answer in time. What
    /// happens in the call from now on comes after it.
    func memory(of call: CallID, _ context: GatewayContext) async -> ConversationMemory? {
        let journal = self.journal
        return await self.ask(context) { try await journal.memory(of: call) }
    }

    /// What the store says of a call.
    enum Lookup {
        case found(CallRecord)
        /// It has never been received.
        case unknown
        /// The store did not answer, or not in time.
        case unanswered

        var record: CallRecord? {
            if case .found(let record) = self { record } else { nil }
        }
    }

    /// Asks the store about a call.
    func look(up call: CallID, _ context: GatewayContext) async -> Lookup {
        let reader = self.journal.reader
        let answer: CallRecord?? = await self.ask(context) { try await reader.call(call) }
        guard let answer else { return .unanswered }
        return answer.map { .found($0) } ?? .unknown
    }

    /// Asks the store about a call that somebody must have received. Another instance's word of it may take a moment, so it
    /// is asked again while that may come. A call whose events still wait for the store here counts as known.
    func wait(for call: CallID, _ context: GatewayContext) async -> Lookup {
        let clock = ContinuousClock()
        let deadline = clock.now + self.limits.callWait
        while true {
            if self.journal.status.waiting > 0, self.journal.status.failures > 0 { return .unanswered }
            await self.settle(context)
            let lookup = await self.look(up: call, context)
            guard case .unknown = lookup, clock.now < deadline,
                (try? await clock.sleep(for: .milliseconds(200))) != nil
            else { return lookup }
        }
    }

    /// What the store knows of a call whose stream is at another server, once that has told how it ended; what was known
    /// already if it does not tell in time.
    func waitForEnd(of call: CallRecord, _ context: GatewayContext) async -> CallRecord {
        let clock = ContinuousClock()
        let deadline = clock.now + self.limits.callWait
        while clock.now < deadline, (try? await clock.sleep(for: .milliseconds(200))) != nil {
            if let record = await self.look(up: call.id, context).record, !record.isStreaming { return record }
        }
        return call
    }

    /// Waits until what was queued here is stored, as long as a webhook may.
    private func settle(_ context: GatewayContext) async {
        let journal = self.journal
        _ = await self.ask(context) { await journal.flush() }
    }

    /// The store's answer; `nil` if it has none, or not in time.
    private func ask<Value: Sendable>(
        _ context: GatewayContext,
        _ question: @escaping @Sendable () async throws -> Value
    ) async -> Value? {
        do {
            let answer = try await Deadline.value(within: self.limits.storeWait, on: context.eventLoop, question)
            if answer == nil { context.logger.warning("store is late") }
            return answer
        } catch {
            context.logger.warning("store cannot be read", metadata: ["error": "\(error)"])
            return nil
        }
    }
}
