// SPDX-License-Identifier: Apache-2.0

import CallCore

extension DeliveryMachine {
    /// When all that was seen is refused, further ahead, for events of other calls.
    var reading: Step {
        guard self.doubts.halts > 0, self.limits.lookahead > self.limits.batch else {
            return .read(atMost: max(1, self.limits.batch), bytes: self.limits.bytes)
        }
        let share = self.limits.lookahead / max(1, self.limits.batch) + 1
        return .read(atMost: self.limits.lookahead, bytes: self.limits.bytes * share)
    }

    mutating func perform(_ step: Step) -> Step {
        self.step = step
        return step
    }

    mutating func forget() {
        self.rest = []
        self.suspects = 0
    }

    mutating func proceed(at now: Duration) -> Step {
        // Not while everything is refused: it would be refused as well.
        if self.chances.areDue(at: now), self.doubts.refusals == 0 {
            self.forget()
            return self.perform(.takeBack(atMost: self.limits.secondChances))
        }
        guard !self.rest.isEmpty else { return self.perform(self.reading) }
        if let (refused, reason) = self.doubts.refused(in: self.rest) {
            return self.perform(.setAside(refused, because: reason))
        }
        return self.perform(.deliver(Array(self.rest.prefix(self.groupSize))))
    }

    var groupSize: Int {
        // After a refusal one event is enough to see whether the store takes anything.
        if self.doubts.refusals > 0 || self.suspects == 1 { return 1 }
        return max(1, min(self.groupLimit, self.suspects > 1 ? self.suspects / 2 : .max))
    }

    mutating func take(_ entries: [OutboxEntry], at now: Duration) -> Step {
        self.journalWorks()
        self.suspects = 0
        self.rest = entries[...]
        // A small batch is followed by a pause in which the next one forms; a backlog is not.
        self.isReadFull = entries.count * 2 >= self.limits.batch
        return entries.isEmpty ? self.perform(.idle(atMost: self.limits.poll)) : self.proceed(at: now)
    }

    /// After the last event of a batch a moment is left for the next one to form.
    mutating func proceedGathering(at now: Duration) -> Step {
        guard self.rest.isEmpty, !self.isReadFull, self.limits.gathering > .zero else {
            return self.proceed(at: now)
        }
        return self.perform(.gather(self.limits.gathering))
    }

    mutating func remove(_ positions: [Int64]) {
        self.journalWorks()
        let gone = Set(positions)
        self.suspects -= self.rest.prefix(self.suspects).count { gone.contains($0.position) }
        // The refused one is out; the others may all be fine.
        if positions.count == 1 { self.suspects = 0 }
        self.rest = ArraySlice(self.rest.filter { !gone.contains($0.position) })
    }
}
