// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The one timer that all streams of an event loop share: two hundred calls cost two hundred wake-ups a second,
/// not ten thousand. Lives on its event loop.
///
/// It fires every 5 ms; how many frames are due each stream finds out by the monotonic clock, so a late timer is made
/// up for, and streams that began at different moments stay apart.
final class MediaTicker {
    private static let interval = TimeAmount.milliseconds(5)

    private let eventLoop: any EventLoop
    private var sessions: [ObjectIdentifier: any TickedSession] = [:]
    private var timer: RepeatedTask?

    init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func add(_ session: any TickedSession) {
        self.eventLoop.assertInEventLoop()
        self.sessions[ObjectIdentifier(session)] = session
        guard self.timer == nil else { return }
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.timer = self.eventLoop.scheduleRepeatedTask(initialDelay: Self.interval, delay: Self.interval) { _ in
            bound.value.tick()
        }
    }

    func remove(_ session: any TickedSession) {
        self.eventLoop.assertInEventLoop()
        self.sessions[ObjectIdentifier(session)] = nil
        guard self.sessions.isEmpty else { return }
        self.timer?.cancel()
        self.timer = nil
    }

    private func tick() {
        let now = self.eventLoop.now
        // A copy, because a session may leave while it is served.
        for session in Array(self.sessions.values) { session.tick(now) }
    }
}
