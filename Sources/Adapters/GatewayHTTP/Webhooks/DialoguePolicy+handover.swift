// SPDX-License-Identifier: Apache-2.0

import CallCore

extension DialoguePolicy {
    /// Where calls go that get no stream and no question: what the policy says, with a number only if there is one.
    var lastResort: NextStep {
        switch self.handover {
        case .transfer(let number, _) where !number.isEmpty: self.handover
        case .transfer: self.transferNumber.map { .transfer(to: $0) } ?? .voicemail
        case .resume, .hold, .gather: .hangUp
        case .voicemail, .hangUp: self.handover
        }
    }

    /// What is left for a call that can have no stream.
    var withoutStream: NextStep {
        self.overflow == .gather ? .gather : self.lastResort
    }
}
