// SPDX-License-Identifier: Apache-2.0

// The recogniser is away, is back, or has given up.
extension CallStateMachine {
    /// The caller cannot be heard: neither silence nor a pause says anything. Whatever is said or thought goes on.
    mutating func recogniserSuspended() -> [Action] {
        guard !self.isSuspended else { return [] }
        self.isSuspended = true
        if case .closing = self.state { return [] }
        let quiet: [Action] = [.cancel(.callerSilence), .cancel(.turnSilence)]
        return quiet + (self.policy.holdingAfter.map { [.start(.outage, $0)] } ?? [])
    }

    /// The silence ladder starts anew; an unfinished turn waits for the rest of it.
    mutating func recogniserResumed() -> [Action] {
        guard self.isSuspended else { return [] }
        self.isSuspended = false
        self.askedWhetherThere = false
        switch self.state {
        case .listening:
            self.callerSpeaks = false
            return [.cancel(.outage)] + self.takePending()
        case .waiting, .thinking, .speaking, .closing, .finished:
            return [.cancel(.outage)]
        }
    }

    /// Nobody is heard any more. A question that was understood is answered before the call goes on elsewhere.
    mutating func recogniserFailed() -> [Action] {
        self.isDeaf = true
        switch self.state {
        case .closing, .finished: return []
        case .thinking: return []
        case .speaking(let speech) where speech.turn != nil: return []
        // The stream has not begun: its beginning is also its end.
        case .waiting: return []
        case .listening, .speaking: return self.leaveDeaf()
        }
    }

    /// The carrier's ears go on with an apology of their own; before a person or a message the caller hears ours.
    mutating func leaveDeaf() -> [Action] {
        let next = self.policy.overflowStep
        guard next != .gather else { return self.finish(.recogniserFailed, next: next) }
        let reply = Reply(text: self.prompts.apology, isInterruptible: false, source: "prompt:apology")
        return self.interrupt() + self.close(reply, next: next, .recogniserFailed)
    }
}

extension CallStateMachine.Event {
    /// Whether it is something that a recogniser reports.
    var comesFromEars: Bool {
        switch self {
        case .callerSpeechStarted, .utterance, .turnEnded, .recogniserSuspended, .recogniserResumed: true
        default: false
        }
    }
}

extension CallStateMachine.Event {
    /// Whether it is something that the caller does: what stops us from speaking then is an interruption.
    var isOfCaller: Bool {
        switch self {
        case .callerSpeechStarted, .utterance, .digit: true
        default: false
        }
    }
}

extension CallStateMachine.Action {
    /// Whether it begins to measure how long nobody has said anything.
    var startsSilence: Bool {
        if case .start(let timer, _) = self { return timer.isOfSilence }
        return false
    }
}
