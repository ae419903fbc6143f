// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import Synchronization
import TelephonyAudio

/// A stretch of one call's audio on its way through a worker.
final class RecognitionJob: Sendable {
    private enum Stage {
        static let waiting = 0
        static let taken = 1
        static let withdrawn = 2
    }

    /// What the caller may say.
    let hints: SpeechHints
    /// mu-law, 8 kHz; nothing to recognise when a model is only to be prepared.
    let audio: [UInt8]
    /// When the job was made.
    let created: ContinuousClock.Instant
    /// Called once on the worker's thread, unless the job was withdrawn before.
    let complete: @Sendable (Result<[Decoder.Word], SpeechError>) -> Void

    private let stage = Atomic(Stage.waiting)

    init(
        hints: SpeechHints,
        audio: [UInt8],
        created: ContinuousClock.Instant,
        complete: @escaping @Sendable (Result<[Decoder.Word], SpeechError>) -> Void
    ) {
        self.hints = hints
        self.audio = audio
        self.created = created
        self.complete = complete
    }

    /// How long the audio plays.
    var length: Duration { .telephony(bytes: self.audio.count) }

    /// Whether no worker has begun with it.
    var isWaiting: Bool { self.stage.load(ordering: .acquiring) == Stage.waiting }

    /// A worker begins; `false` when the job was withdrawn.
    func take() -> Bool { self.leaveWaiting(for: Stage.taken) }

    /// Nobody wants the result; `false` when a worker has begun already.
    @discardableResult
    func withdraw() -> Bool { self.leaveWaiting(for: Stage.withdrawn) }

    private func leaveWaiting(for next: Int) -> Bool {
        self.stage.compareExchange(expected: Stage.waiting, desired: next, ordering: .acquiringAndReleasing).exchanged
    }
}
#endif
