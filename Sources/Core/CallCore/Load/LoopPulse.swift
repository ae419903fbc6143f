// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// The heartbeat of one event loop: a task that plans itself again and again and notes how late it came.
///
/// The loop writes, the watcher reads; the lock is held for a few instructions, ten times a second.
final class LoopPulse: Sendable {
    /// What has come since the last reading.
    struct Reading {
        /// How late the latest beats were; with the one that is overdue.
        var lags: [Duration]
        /// Whether the loop has answered since the last reading.
        var hasAnswered: Bool
    }

    private struct State {
        var window: LagWindow
        var planned: NIODeadline
        var beats = 0
        var read = 0
        var task: Scheduled<Void>?
        var isStopped = false
    }

    let eventLoop: any EventLoop
    private let interval: TimeAmount
    private let state: Mutex<State>

    init(_ eventLoop: any EventLoop, interval: Duration, window: Duration) {
        self.eventLoop = eventLoop
        self.interval = TimeAmount(interval)
        let capacity = Int(window / max(interval, .milliseconds(1)))
        self.state = Mutex(State(window: LagWindow(capacity: capacity), planned: .now()))
    }

    func start() {
        self.plan(from: self.eventLoop.now)
    }

    func stop() {
        let task = self.state.withLock { state in
            state.isStopped = true
            return state.task.take()
        }
        task?.cancel()
    }

    private func beat() {
        let now = self.eventLoop.now
        self.state.withLock { state in
            state.window.add(.nanoseconds(max(0, (now - state.planned).nanoseconds)))
            state.beats += 1
        }
        self.plan(from: now)
    }

    /// Planned from now on, not from the plan: a loop that was late does not get a burst of beats.
    private func plan(from now: NIODeadline) {
        let due = now + self.interval
        let task = self.eventLoop.scheduleTask(deadline: due) { self.beat() }
        let isStopped = self.state.withLock { state in
            state.planned = due
            state.task = task
            return state.isStopped
        }
        if isStopped { task.cancel() }
    }

    func read(at now: NIODeadline) -> Reading {
        self.state.withLock { state in
            defer { state.read = state.beats }
            let overdue = Duration.nanoseconds((now - state.planned).nanoseconds)
            return Reading(
                lags: state.window.all + (overdue > .zero ? [overdue] : []),
                hasAnswered: state.beats != state.read
            )
        }
    }
}
