// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore

extension CallSession {
    func closeLine(next: NextStep) {
        self.line.value.close()
    }

    func finishListening() -> Bool {
        guard self.listener != nil, !self.isDeaf else { return false }
        self.listener?.finish()
        // An engine that failed at that has ended all.
        guard !self.hasEnded else { return true }
        // Holds the session until its end: the stream's handler may be gone long before the last word.
        let patience = self.configuration.patience(for: self.listener?.backlog ?? .zero)
        self.lastWords = self.eventLoop.scheduleTask(in: TimeAmount(patience)) {
            self.assumeIsolated { $0.lastWordsAreLate() }
        }
        return true
    }

    func lastWordsAreLate() {
        guard !self.hasEnded else { return }
        self.logger.warning("recogniser did not finish in time")
        let unheard = self.listener?.backlog ?? .zero
        if unheard > .zero { self.noteLoss(of: unheard, at: max(.zero, self.position - unheard)) }
        self.listener?.cancel()
        self.end()
    }

    /// The recogniser has said its last.
    func becameDeaf() {
        self.isDeaf = true
        self.listener?.cancel()
        if self.ending != nil { self.end() }
    }

    func release() {
        self.watchdog.task?.cancel()
        self.lastWords?.cancel()
        self.outage.settle(at: self.eventLoop.now)
        self.reportFrames()
        if let first = self.listener?.firstMedia {
            self.conversation.tally.mediaBegan(at: .nanoseconds((first - self.conversation.startedAt).nanoseconds))
        }
    }

    var endFacts: Logger.Metadata {
        let facts: Logger.Metadata = [
            "engine.recogniser": "\(self.earsName)",
            "engine.synthesiser": "\(self.lastVoice ?? self.voiceName)",
            "engine.reconnects": .stringConvertible(self.listener?.reconnects ?? 0),
            "media.disbelieved": .stringConvertible(self.listener?.disbelieved ?? 0),
        ]
        return facts.merging(self.outage.facts) { $1 }.merging(self.conversation.tally.mediaFacts) { $1 }
    }
}
