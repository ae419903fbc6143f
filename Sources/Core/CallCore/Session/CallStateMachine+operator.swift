// SPDX-License-Identifier: Apache-2.0

// What operators want.
extension CallStateMachine {
    /// Sentences that may wait for their turn.
    static let longestQueue = 8

    /// Whether a sentence of an operator's would be said.
    var takesAnnouncements: Bool {
        switch self.state {
        case .closing, .finished: false
        case .waiting, .listening, .thinking, .speaking: self.announcements.count < Self.longestQueue
        }
    }

    mutating func announce(_ text: String, interrupts: Bool) -> [Action] {
        guard self.takesAnnouncements else { return [] }
        self.announcements.append(text)
        switch self.state {
        case .waiting, .closing, .finished:
            return []
        case .listening:
            // The caller is not talked over unless that is wanted.
            guard interrupts || (!self.callerSpeaks && self.pending.isEmpty) else { return [] }
            return self.sayAnnouncement()
        case .thinking(let turn):
            guard interrupts else { return [] }
            // The turn is answered afterwards.
            self.pending = turn.utterances
            self.pendingIsComplete = true
            return [.stopAsking, .cancel(.replyDeadline)] + self.sayAnnouncement()
        case .speaking:
            return interrupts ? [.stopSpeaking] + self.sayAnnouncement() : []
        }
    }

    /// Says what has waited longest; the caller may cut in on it like on any other sentence.
    mutating func sayAnnouncement() -> [Action] {
        guard !self.announcements.isEmpty else { return [] }
        return self.speak(Reply(text: self.announcements.removeFirst(), source: "operator"))
    }

    /// Last words of an operator's go before those that are being said.
    mutating func leave(saying text: String?, _ termination: CallTermination, next: NextStep) -> [Action] {
        self.announcements = []
        guard let text, !text.isEmpty, self.state != .waiting else { return self.finish(termination, next: next) }
        let silence: [Action] = if case .closing = self.state { [.stopSpeaking] } else { self.interrupt() }
        return silence + self.close(Reply(text: text, source: "operator"), next: next, termination)
    }
}
