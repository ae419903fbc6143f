// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore

extension ListeningSession {
    func scheduleWatchdog() {
        let interval = min(MediaWatchdog.interval, self.configuration.mediaWarning, self.configuration.mediaDeadline)
        self.watchdog.task = self.eventLoop.scheduleTask(in: TimeAmount(interval)) { [weak self] in
            self?.assumeIsolated { $0.watch() }
        }
    }

    private func watch() {
        guard self.ending == nil else { return }
        self.reportFrames()
        let silence = Duration.nanoseconds((self.eventLoop.now - self.lastMedia).nanoseconds)
        switch self.watchdog.judge(
            silence: silence,
            warning: self.configuration.mediaWarning,
            deadline: self.configuration.mediaDeadline
        ) {
        case .fine: break
        case .warn:
            self.logger.warning(
                "no audio from the stream",
                metadata: ["silent.seconds": "\(silence.components.seconds)"]
            )
        case .dead: return self.stop(.mediaSilent)
        }
        self.scheduleWatchdog()
    }

    private func reportFrames() {
        for heard in self.sides.compactMap({ $0.listener?.takeCounts() }) + [self.order.takeCounts()] {
            self.metrics.calls.framesIn.increment(by: heard.frames)
            self.metrics.calls.framesMissing.increment(by: heard.missing)
            self.metrics.calls.framesDropped.increment(by: heard.dropped)
            self.tally.counted(heard)
        }
    }

    /// All is said: leaves the last event, the last figures and one line in the log.
    func end(_ termination: CallTermination) {
        guard !self.hasEnded else { return }
        self.hasEnded = true
        self.watchdog.task?.cancel()
        self.lastWords?.cancel()
        self.reportFrames()
        for side in self.sides {
            side.outage.settle(at: self.eventLoop.now)
            let unheard = side.unheard(until: self.order.end)
            if unheard > .zero, let place = side.failedAt { self.noteLoss(of: unheard, at: place) }
        }
        self.recorder.record(.streamEnded(termination, purpose: .listening))
        self.trace?.ended(termination)
        self.metrics.calls.listeningEnded(termination).increment()
        self.logEnd(termination)
        self.onEnd(self, termination)
    }

    private func logEnd(_ termination: CallTermination) {
        let facts = termination.facts.merging(self.tally.speechFacts) { $1 }.merging(self.tally.mediaFacts) { $1 }
        let outage = EngineOutage.facts(of: self.sides.map(\.outage))
        let own: Logger.Metadata = [
            "call.duration_ms": .stringConvertible(self.order.end.milliseconds),
            "engine.recogniser": "\(self.recogniser.name)",
            "engine.reconnects": .stringConvertible(self.sides.reduce(0) { $0 + ($1.listener?.reconnects ?? 0) }),
            "media.disbelieved": .stringConvertible(self.sides.reduce(0) { $0 + ($1.listener?.disbelieved ?? 0) }),
        ]
        self.logger.info("listening ended", metadata: facts.merging(outage) { $1 }.merging(own) { $1 })
    }
}
