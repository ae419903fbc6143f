// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore

extension CallSession {
    /// What comes next is noted before the stream is closed, so that whoever is asked knows; then the ears get time for
    /// the last words.
    func finish(_ termination: CallTermination, next: NextStep) {
        guard self.ending == nil else { return }
        self.ending = (termination, next)
        self.asking?.cancel()
        if let (speech, heard) = self.talker?.stop() { self.note(speech, heard) }
        self.noteTurn(self.turns.abandoned())
        self.onNext(self, next)
        self.closeLine(whenNoted: next, unless: termination == .replaced)
        guard self.listener != nil, !self.isDeaf else { return self.end() }
        self.listener?.finish()
        // Holds the session until its end: the stream's handler may be gone long before the last word.
        self.lastWords = self.eventLoop.scheduleTask(in: TimeAmount(self.configuration.lastWordsDeadline)) {
            self.assumeIsolated { $0.lastWordsAreLate() }
        }
    }

    /// Closes the stream once the store knows what comes next, or has taken too long to note it. A session that was
    /// replaced decides nothing any more.
    private func closeLine(whenNoted next: NextStep, unless isReplaced: Bool) {
        if isReplaced { return self.closeLine() }
        // Holds the session until the line is closed. The journal does not: it may wait for its store for hours.
        self.handover = self.eventLoop.scheduleTask(in: TimeAmount(self.configuration.handoverDeadline)) {
            self.assumeIsolated { $0.closeLine() }
        }
        let eventLoop = self.eventLoop
        self.recorder.record(.nextDecided(next)) { [weak self] in
            eventLoop.execute { [weak self] in self?.assumeIsolated { $0.closeLine() } }
        }
    }

    private func closeLine() {
        self.handover?.cancel()
        self.handover = nil
        guard !self.isLineClosed else { return }
        self.isLineClosed = true
        self.line.value.close()
    }

    func lastWordsAreLate() {
        guard !self.hasEnded else { return }
        self.logger.warning("recogniser did not finish in time")
        self.listener?.cancel()
        self.end()
    }

    /// The recogniser has said its last.
    func becameDeaf() {
        self.isDeaf = true
        self.listener?.cancel()
        if self.ending != nil { self.end() }
    }

    func end() {
        guard !self.hasEnded, let ending = self.ending else { return }
        self.hasEnded = true
        self.watchdog.task?.cancel()
        self.lastWords?.cancel()
        self.reportFrames()
        self.recorder.record(.streamEnded(ending.termination))
        CallMetrics.ended(self.info.direction, ending.termination).increment()
        CallMetrics.duration(self.info.direction).recordNanoseconds(self.now.milliseconds * 1_000_000)
        self.logEnd(ending.termination)
        self.onEnd(self, ending.termination, ending.next)
    }
}
