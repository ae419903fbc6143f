// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What a journal still has to deliver to a store that is shared with other servers, and what became of it.
///
/// Events leave in the order in which they were stored. What the other store will never take is set aside, kept and
/// shown, and blocks nothing. Positions grow and never come back, not even those of erased events. Erasing a call erases
/// what waits of it, too.
public protocol EventOutbox: Sendable {
    /// The next events to be delivered, oldest first, without those set aside: at most `count`, and no further ones
    /// once they have about so many bytes; one at least.
    func undelivered(atMost count: Int, bytes: Int) async throws -> [OutboxEntry]

    /// The events of one call that are not delivered yet, oldest first, those set aside included.
    func undelivered(of call: CallID) async throws -> [CallEvent]

    /// Remembers durably that everything up to and with this position is delivered or set aside.
    func delivered(through position: Int64) async throws

    /// Sets events aside for good, durably: they count as settled and are kept with the reason.
    func setAside(_ positions: [Int64], because reason: String, at time: Date) async throws

    /// What is set aside, oldest first, at most so many.
    func aside(atMost count: Int) async throws -> [OutboxRefusal]

    /// Takes what is set aside back for another attempt: it is undelivered again, at its old position. Returns how many
    /// there were.
    func takeBack() async throws -> Int

    /// What waits, in figures.
    func backlog() async throws -> OutboxBacklog

    /// Erases calls that are over and delivered, oldest first, until the journal is within its bounds; returns how many.
    /// Calls without events since `time` are not needed here any more; beyond so many bytes of the file younger ones go
    /// too. What is not delivered, or set aside, is never touched.
    func trim(olderThan time: Date, beyond bytes: Int) async throws -> Int
}
