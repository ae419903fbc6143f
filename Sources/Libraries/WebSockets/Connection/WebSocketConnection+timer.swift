// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// One timer for everything. It is moved only when something must happen earlier than it would fire; when it fires too
/// early, it is set again. So a busy connection costs the event loop nothing.
extension WebSocketConnection {
    func scheduleTimer(_ handler: WebSocketHandler) {
        guard let deadline = self.machine.nextDeadline, self.context != nil else { return }
        if self.timer != nil, let timerDeadline = self.timerDeadline, timerDeadline <= deadline { return }
        self.timer?.cancel()
        self.timerDeadline = deadline
        do {
            self.timer = try self.eventLoop.assumeIsolated().scheduleCallback(at: deadline, handler: handler)
        } catch {
            // The event loop shuts down, and every connection on it with it.
            self.timer = nil
        }
    }

    func timerFired(_ handler: WebSocketHandler) {
        self.timer = nil
        let action = self.machine.timerFired(now: self.eventLoop.now, isReadingPaused: self.isReadingPaused)
        self.perform(action)
        self.scheduleTimer(handler)
    }
}
