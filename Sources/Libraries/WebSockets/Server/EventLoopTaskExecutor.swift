// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Runs the tasks of a connection on the connection's own event loop.
///
/// A request is read, answered and written without a change of threads: on a small machine a signed webhook costs a
/// third less. What takes long leaves the loop with `withTaskExecutorPreference(globalConcurrentExecutor)`.
final class EventLoopTaskExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = self.asUnownedTaskExecutor()
        // The closure keeps the executor alive for as long as the job runs on it.
        self.eventLoop.execute {
            withExtendedLifetime(self) { job.runSynchronously(on: executor) }
        }
    }
}
