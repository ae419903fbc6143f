// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

// When events happened.
extension CallJournal {
    /// Makes an event that happens now.
    ///
    /// Its time is the wall clock's, but always after that of the event made before: a clock that is set back, or two
    /// events within a microsecond, change nothing about the order.
    public func event(_ kind: CallEvent.Kind, in call: CallID) -> CallEvent {
        let wall = self.wallClock().microseconds
        let stamp = self.stamps.withLock { $0.value.next(wall) }
        let milliseconds = UInt64(max(stamp, 0) / 1000)
        let id = self.randomness.withLock { EventID(milliseconds: milliseconds, using: &$0) }
        return CallEvent(id: id, call: call, time: Date(microseconds: stamp), kind: kind)
    }

    /// Takes note of a time that another server has written into a call which is taken up here: what happens from now on
    /// comes after it.
    ///
    /// A time more than a minute ahead of our own clock is believed for a minute only; that is counted
    /// (`switchboard_journal_clock_ahead_total`) and logged once.
    public func witness(_ time: Date) {
        let (wall, stamp) = (self.wallClock().microseconds, time.microseconds)
        let isToBeLogged = self.stamps.withLock { stamps in
            guard !stamps.value.witness(stamp, wall: wall) else { return false }
            defer { stamps.hasComplained = true }
            CallMetrics.process.clockAhead.increment()
            return !stamps.hasComplained
        }
        guard isToBeLogged else { return }
        self.logger.error(
            "another server's clock is ahead of ours; check the time of both",
            metadata: ["ahead.seconds": "\((stamp - wall) / 1_000_000)"]
        )
    }
}
