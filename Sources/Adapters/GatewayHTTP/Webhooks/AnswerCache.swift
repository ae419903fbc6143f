// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import Synchronization
import Twilio

/// Gives the same answer to every attempt at one request, for a while: Twilio marks them with the same
/// `I-Twilio-Idempotency-Token` (Twilio, "Webhooks: Connection Overrides").
final class AnswerCache: Sendable {
    /// What makes two requests the same.
    struct Key: Hashable {
        let token: String
        let route: String
        let call: CallID
    }

    private struct Entry {
        let document: TwiMLDocument
        let expires: NIODeadline
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        /// Oldest first; all lives are equally long, so also in the order of expiry.
        var order: [Key] = []
    }

    private let lifetime: Duration
    private let capacity: Int
    private let state = Mutex(State())

    init(lifetime: Duration, capacity: Int) {
        self.lifetime = lifetime
        self.capacity = capacity
    }

    func answer(to key: Key, now: NIODeadline) -> TwiMLDocument? {
        self.state.withLock { state in
            state.entries[key].flatMap { $0.expires > now ? $0.document : nil }
        }
    }

    func keep(_ document: TwiMLDocument, for key: Key, now: NIODeadline) {
        guard self.capacity > 0 else { return }
        let entry = Entry(document: document, expires: now + TimeAmount(self.lifetime))
        self.state.withLock { state in
            if state.entries.updateValue(entry, forKey: key) != nil { state.order.removeAll { $0 == key } }
            state.order.append(key)
            let dead = state.order.prefix { state.entries[$0].map { $0.expires <= now } ?? true }.count
            let surplus = max(dead, state.order.count - self.capacity)
            for key in state.order.prefix(surplus) { state.entries[key] = nil }
            state.order.removeFirst(surplus)
        }
    }
}
