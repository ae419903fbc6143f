// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore

extension CallSession {
    func scheduleWatchdog() {
        let interval = min(MediaWatchdog.interval, self.configuration.mediaWarning, self.configuration.mediaDeadline)
        self.watchdog.task = self.eventLoop.scheduleTask(in: TimeAmount(interval)) { [weak self] in
            self?.assumeIsolated { $0.watch() }
        }
    }

    private func watch() {
        guard self.ending == nil, let listener = self.listener else { return }
        self.reportFrames()
        let silence = Duration.nanoseconds((self.eventLoop.now - listener.lastMedia).nanoseconds)
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
        case .dead: return self.stop(.mediaSilent, next: .resume)
        }
        self.scheduleWatchdog()
    }

    /// Frames are counted where they pass and reported from time to time: a metric per frame would cost more than the frame.
    func reportFrames() {
        let heard = self.listener?.takeCounts() ?? .init()
        self.conversation.metrics.calls.framesIn.increment(by: heard.frames)
        self.conversation.metrics.calls.framesMissing.increment(by: heard.missing)
        self.conversation.metrics.calls.framesDropped.increment(by: heard.dropped)
        let sent = self.talker?.takeSentFrames() ?? 0
        self.conversation.metrics.calls.framesOut.increment(by: sent)
        self.conversation.tally.counted(heard, sent: sent)
    }
}
