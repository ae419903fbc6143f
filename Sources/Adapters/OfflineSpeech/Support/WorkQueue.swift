// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import DequeModule
import Dispatch
import Synchronization

/// Work for threads that block: jobs go in from event loops, threads wait for them.
///
/// The queue itself has no bound; those who push keep one (seconds of audio for each call, requests for the voice).
final class WorkQueue<Job: Sendable>: Sendable {
    private struct State {
        var jobs: Deque<Job> = []
        var waiting = 0
        var isClosed = false
    }

    private let state = Mutex(State())
    private let available = DispatchSemaphore(value: 0)

    /// Whether a thread is waiting for work that has not been promised to another job.
    var hasIdleThread: Bool { self.state.withLock { $0.waiting > $0.jobs.count } }

    /// Adds a job behind all others; `false` when the queue is closed.
    @discardableResult
    func push(_ job: Job) -> Bool {
        let isOpen = self.state.withLock { state in
            if !state.isClosed { state.jobs.append(job) }
            return !state.isClosed
        }
        if isOpen { self.available.signal() }
        return isOpen
    }

    /// Waits for the next job; `nil` when the queue is closed. Blocks its thread: never call it on an event loop.
    func pop() -> Job? {
        self.state.withLock { $0.waiting += 1 }
        self.available.wait()
        return self.state.withLock { state in
            state.waiting -= 1
            return state.jobs.popFirst()
        }
    }

    /// Lets `threads` waiting threads go; jobs that nobody has taken are dropped.
    func close(threads: Int) {
        self.state.withLock { state in
            state.isClosed = true
            state.jobs.removeAll()
        }
        for _ in 0..<threads { self.available.signal() }
    }
}
#endif
