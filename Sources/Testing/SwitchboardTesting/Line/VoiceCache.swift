// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore

/// Speaks texts for callers and remembers them: two hundred callers with one script are synthesised once.
actor VoiceCache {
    private struct Key: Hashable {
        var text: String
        var voice: String?
    }

    private let synthesiser: (any SpeechSynthesiser)?
    private let eventLoop: any EventLoop
    private let capacity: Int
    private var known: [Key: Task<ByteBuffer, any Error>] = [:]

    init(synthesiser: (any SpeechSynthesiser)?, eventLoop: any EventLoop, capacity: Int = 512) {
        self.synthesiser = synthesiser
        self.eventLoop = eventLoop
        self.capacity = capacity
    }

    /// Whole frames of mu-law. Throws ``SimulationError`` with ``SimulationError/Code/noVoice``.
    func audio(of text: String, voice: String?) async throws(SimulationError) -> ByteBuffer {
        guard let synthesiser = self.synthesiser else {
            throw SimulationError(.noVoice, "the script says “\(text)” and no synthesiser was given")
        }
        let key = Key(text: text, voice: voice)
        let eventLoop = self.eventLoop
        // A task, so that callers who want the same text wait for one synthesis; its result is awaited right below.
        let task =
            self.known[key]
            ?? Task {
                let request = SynthesisRequest(text: text, voice: voice)
                let audio = try await SpeechCollector.collect(request, from: synthesiser, on: eventLoop)
                return CueCompiler.wholeFrames(Array(audio.readableBytesView))
            }
        if self.known.count >= self.capacity { self.known.removeAll() }
        self.known[key] = task
        do {
            return try await task.value
        } catch {
            self.known[key] = nil
            throw SimulationError(.noVoice, "“\(text)” could not be spoken", cause: String(describing: error))
        }
    }
}
