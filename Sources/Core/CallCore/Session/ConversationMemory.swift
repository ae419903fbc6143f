// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What must be known of a conversation to go on with it where it broke off: a pure fold over the call's events, so that
/// any server can that reads the store.
///
/// ```swift
/// let memory = ConversationMemory(try await journal.reader.events(of: call))
/// memory.exchanges    // what the responder is told
/// memory.unanswered   // is answered at once when the stream is back
/// ```
/// Whatever is missing from the events is missing from the memory, and nothing else: it never fails. An answer whose
/// sound was cut off by the break counts as not given; one that the caller cut off counts as given.
public struct ConversationMemory: Sendable, Hashable {
    /// One turn of the caller that was answered.
    public struct Turn: Sendable, Hashable {
        /// Counts the caller's turns from 1.
        public var number: Int
        /// What was said, and what was heard in answer.
        public var exchange: DialogueContext.Exchange
    }

    /// Exchanges that are remembered, unless said otherwise.
    public static let defaultLimit = 20

    /// The latest exchanges, oldest first.
    public internal(set) var exchanges: [Turn] = []
    /// Turns of the caller so far; the next one is one more.
    public internal(set) var turns = 0
    /// How often in a row the caller was asked again.
    public internal(set) var reprompts = 0
    /// What was answered last, as far as it was heard, for a caller who wants it again.
    public internal(set) var lastAnswer: Reply?
    /// What the caller said last and was never answered, or whose answer was not heard to its end.
    public internal(set) var unanswered: [Utterance] = []
    /// How many conversations of ours the call has had, this one included if it goes on.
    public internal(set) var streams = 0
    /// Whether the caller has been greeted: a call is greeted once, however often it is taken up.
    public internal(set) var wasGreeted = false
    /// The time of the latest event: what happens now comes after it (``CallJournal/witness(_:)``).
    public internal(set) var latest: Date?

    /// Nothing is known.
    public init() {}

    /// What the events of a call add up to, in whatever order they come.
    ///
    /// - Parameters:
    ///   - events: the events as a store has them.
    ///   - limit: exchanges that are remembered.
    public init(_ events: [StoredCallEvent], limit: Int = ConversationMemory.defaultLimit) {
        var fold = ConversationFold(limit: limit)
        var known: Set<EventID> = []
        for stored in CallFold.inOrder(events) where known.insert(stored.event.id).inserted {
            fold.apply(stored.event)
        }
        self = fold.memory
    }

    /// The same without the question that nobody has answered: for a call that was moved meanwhile.
    public var withoutQuestion: ConversationMemory {
        var memory = self
        memory.unanswered = []
        return memory
    }
}
