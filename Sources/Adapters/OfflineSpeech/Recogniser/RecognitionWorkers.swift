// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import Foundation
import Logging
import Synchronization

/// The threads that decode. Each keeps decoders of its own, so no decoder is ever used by two threads.
final class RecognitionWorkers: Sendable {
    private let queue = WorkQueue<RecognitionJob>()
    private let threads: Int

    init(threads: Int, decodersPerThread: Int, files: ModelFiles, compiler: HintCompiler, logger: Logger) {
        self.threads = threads
        for number in 1...threads {
            let queue = self.queue
            let thread = Thread {
                var bench = DecoderBench(limit: decodersPerThread, files: files, compiler: compiler, logger: logger)
                while let job = queue.pop() {
                    // Withdrawn while it waited: nobody listens.
                    if job.take() { job.complete(bench.run(job)) }
                }
            }
            thread.name = "offline-recogniser-\(number)"
            thread.start()
        }
    }

    deinit {
        self.queue.close(threads: self.threads)
    }

    /// Whether a job pushed now would begin at once.
    var hasIdleThread: Bool { self.queue.hasIdleThread }

    /// Gives a job to the next free thread.
    func submit(_ job: RecognitionJob) { self.queue.push(job) }
}
#endif
