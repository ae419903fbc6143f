// SPDX-License-Identifier: Apache-2.0

extension CallRun {
    /// What ends the call now, whatever the verbs say.
    var reachedEnd: CallEnding? {
        if Task.isCancelled { return .callerHungUp }
        if let hangUp = self.call.script.hangUpAfter, self.now >= hangUp { return .callerHungUp }
        return self.now >= self.call.limits.duration ? .durationLimit : nil
    }

    /// How long until something ends the call, and what.
    var remaining: (time: Duration, end: StreamOutcome.End) {
        let limit = self.call.limits.duration - self.now
        guard let hangUp = self.call.script.hangUpAfter, hangUp - self.now <= limit else {
            return (max(.zero, limit), .durationLimit)
        }
        return (max(.zero, hangUp - self.now), .callerHungUp)
    }

    /// Lets time pass, at the pace of verbs; less when the call ends meanwhile.
    mutating func pass(_ time: Duration) async -> Flow {
        let time = min(max(.zero, time), self.remaining.time)
        self.now += time
        do {
            try await self.twilio.clock.sleep(for: time / self.call.verbPace)
        } catch {
            // Only cancellation wakes a clock early: the caller hangs up.
            return .end(.callerHungUp)
        }
        return self.reachedEnd.map(Flow.end) ?? .next
    }

    /// Answers the call, unless it was answered before.
    mutating func answer() async {
        guard self.answeredAt == nil else { return }
        self.answeredAt = self.now
        await self.reportProgress(.answered)
    }

    mutating func note(_ code: Int, _ message: String) {
        let violation = Violation(code, message, at: self.now.inSeconds)
        self.result.violations.append(violation)
        self.report(.violation(violation))
    }
}
