// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import Foundation
import Synchronization

/// The thread that speaks. One is enough, because Flite speaks thirty times faster than one listens, and more would only wait
/// for Flite's lock.
final class SynthesisWorker: Sendable {
    private struct Key: Hashable, Sendable {
        var sentence: SpokenText.Sentence
        var voice: FliteVoice
    }

    private let queue = WorkQueue<SynthesisJob>()

    /// A worker that keeps so many bytes of rendered sentences.
    init(cacheBytes: Int) {
        let queue = self.queue
        let thread = Thread {
            var cache = RecentValues<Key, RenderedSpeech>(limit: cacheBytes) { $0.audio.count }
            while let job = queue.pop() { Self.run(job, &cache) }
        }
        thread.name = "offline-voice"
        thread.start()
    }

    deinit {
        self.queue.close(threads: 1)
    }

    /// Gives a job to the thread.
    func submit(_ job: SynthesisJob) { self.queue.push(job) }

    private static func run(_ job: SynthesisJob, _ cache: inout RecentValues<Key, RenderedSpeech>) {
        do {
            for sentence in SpokenText(job.text).sentences {
                guard job.isWanted else { return }
                let key = Key(sentence: sentence, voice: job.voice)
                let known = cache[key]
                let speech = if let known { known } else { try FliteRenderer.render(sentence, voice: job.voice) }
                if known == nil { cache.insert(speech, for: key) }
                job.complete(.success(speech))
            }
            job.complete(.success(nil))
        } catch {
            job.complete(.failure(error))
        }
    }
}
#endif
