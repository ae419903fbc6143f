// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore

extension ConversationSession {
    /// What comes next is noted before the stream is closed, so that whoever is asked knows; then the ears get time for
    /// the last words.
    func finish(_ termination: CallTermination, next: NextStep) {
        guard self.ending == nil else { return }
        self.conversation.ending = (termination, next)
        self.conversation.asking?.cancel()
        if let (speech, heard) = self.fallSilent() { self.note(speech, heard) }
        self.noteTurn(self.conversation.turns.abandoned())
        self.conversation.onNext(self, next)
        self.closeLine(whenNoted: next, unless: termination == .replaced)
        if !self.finishListening() { self.end() }
    }

    /// Closes the stream once the store knows what comes next, or has taken too long to note it. A session that was
    /// replaced decides nothing any more.
    private func closeLine(whenNoted next: NextStep, unless isReplaced: Bool) {
        if isReplaced { return self.closeLineOnce() }
        // Holds the session until the line is closed. The journal does not: it may wait for its store for hours.
        self.conversation.handover = self.eventLoop.scheduleTask(in: TimeAmount(self.conversation.handoverDeadline)) {
            self.assumeIsolated { $0.closeLineOnce() }
        }
        let eventLoop = self.eventLoop
        self.recorder.record(.nextDecided(next)) { [weak self] in
            eventLoop.execute { [weak self] in self?.assumeIsolated { $0.closeLineOnce() } }
        }
    }

    private func closeLineOnce() {
        self.conversation.handover?.cancel()
        self.conversation.handover = nil
        guard !self.conversation.isLineClosed, let ending = self.ending else { return }
        self.conversation.isLineClosed = true
        self.closeLine(next: ending.next)
    }

    /// All is over.
    func end() {
        guard !self.hasEnded, let ending = self.ending else { return }
        self.conversation.hasEnded = true
        self.conversation.count.leave()
        self.release()
        self.recorder.record(.streamEnded(ending.termination))
        self.conversation.trace?.ended(ending.termination)
        self.conversation.metrics.calls.ended(self.info.direction, ending.termination).increment()
        self.conversation.metrics.calls.duration(self.info.direction).recordNanoseconds(
            self.now.milliseconds * 1_000_000
        )
        self.logEnd(ending.termination, ending.next)
        self.conversation.onEnd(self, ending.termination, ending.next)
    }

    /// The one line a stream leaves at its end. Where the conversation may go on in another stream, it is not the call's.
    private func logEnd(_ termination: CallTermination, _ next: NextStep) {
        let tally = self.conversation.tally
        let facts = termination.facts.merging(tally.speechFacts) { $1 }.merging(tally.turnFacts) { $1 }
        let own: Logger.Metadata = [
            "call.direction": "\(self.info.direction.rawValue)",
            "call.next": "\(next.name)",
            "call.duration_ms": .stringConvertible(self.now.milliseconds),
            "stream.purpose": "\(self.purpose.rawValue)",
            "stream.resumed": .stringConvertible(self.conversation.isResumed),
        ]
        self.logger.info(
            termination.endsConversation(before: next) ? "call ended" : "stream ended",
            metadata: facts.merging(own) { $1 }.merging(self.endFacts) { $1 }
        )
    }
}
