// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import Synchronization

/// A text on its way through the synthesiser's threads, sentence by sentence.
final class SynthesisJob: Sendable {
    /// The text.
    let text: String
    /// Who speaks it.
    let voice: FliteVoice
    /// Called with each sentence, then once with `nil` or the error.
    let complete: @Sendable (Result<RenderedSpeech?, SpeechError>) -> Void

    private let isWithdrawn = Atomic(false)

    init(
        text: String,
        voice: FliteVoice,
        complete: @escaping @Sendable (Result<RenderedSpeech?, SpeechError>) -> Void
    ) {
        self.text = text
        self.voice = voice
        self.complete = complete
    }

    /// Whether somebody still listens.
    var isWanted: Bool { !self.isWithdrawn.load(ordering: .acquiring) }

    /// Nobody listens any more.
    func withdraw() { self.isWithdrawn.store(true, ordering: .releasing) }
}
#endif
