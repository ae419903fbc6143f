// SPDX-License-Identifier: Apache-2.0

import CallCore

/// Decides what comes after a stream; a pure value.
struct NextDecision {
    /// What to do.
    enum Step: Equatable {
        /// What was decided in the call.
        case goOn(NextStep)
        /// It was taken up too often: do this instead.
        case giveUp(NextStep)
    }

    /// What an operator, or the server itself, has moved the call for: it says so in the address.
    var ordered: NextStep?
    /// What the session that ended here decided.
    var remembered: NextStep?
    /// What the store knows; `nil` if nothing, or if it cannot be asked.
    var record: CallRecord?
    /// Whether the store keeps up, so that what it says is the latest.
    var isStoreCurrent: Bool
    /// How often the stream was taken up, as our own redirect says.
    var resumes: Int
    /// How often it may be.
    var limit: Int
    /// What happens when it was taken up too often.
    var overflow: NextStep

    /// The store knows what other instances decided too, so it is asked first while it keeps up. A stream that was broken
    /// off for an order takes that for the end of the call, so the order counts more than what it decided then.
    var step: Step {
        if self.record?.status.isTerminal == true { return .goOn(.hangUp) }
        if let ordered { return .goOn(ordered) }
        let known = self.isStoreCurrent ? self.record?.next ?? self.remembered : self.remembered ?? self.record?.next
        switch known ?? .resume {
        case .resume:
            return self.resumesSoFar < self.limit ? .goOn(.resume) : .giveUp(self.overflow)
        case .transfer(let number, _) where number.isEmpty:
            return .giveUp(.voicemail)
        case let step:
            return .goOn(step)
        }
    }

    /// The redirect counts attempts that never got a stream, the store those that did.
    var resumesSoFar: Int {
        max(self.resumes, (self.record?.streams ?? 0) - 1)
    }
}
