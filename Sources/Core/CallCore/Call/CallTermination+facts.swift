// SPDX-License-Identifier: Apache-2.0

import Logging

extension CallTermination {
    /// As fields of the log.
    var facts: Logger.Metadata {
        ["call.result": "\(self.result.rawValue)", "call.reason": "\(self.reason)"]
    }

    /// Whether a conversation that ended like this before `next` is over for good, as far as that can be known: after some
    /// ends the carrier may ask what comes next and the conversation goes on.
    func endsConversation(before next: NextStep) -> Bool {
        if self == .callerHungUp { return true }
        switch next {
        case .resume, .hold, .gather: return false
        case .hangUp, .transfer, .voicemail: return self.result != .moved
        }
    }
}
