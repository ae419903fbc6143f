// SPDX-License-Identifier: Apache-2.0

import CallCore

/// Decides what comes after a stream; a pure value.
struct NextDecision {
    /// What to do.
    enum Step: Equatable {
        /// What was decided in the call.
        case goOn(NextStep)
        /// It was taken up too often: hand it over.
        case giveUp(NextStep)
    }

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
    var handover: NextStep

    /// The store knows what other instances decided too, so it is asked first while it keeps up.
    var step: Step {
        if self.record?.status.isTerminal == true { return .goOn(.hangUp) }
        let known = self.isStoreCurrent ? self.record?.next ?? self.remembered : self.remembered ?? self.record?.next
        switch known ?? .resume {
        case .resume:
            return self.resumesSoFar < self.limit ? .goOn(.resume) : .giveUp(self.handover)
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
