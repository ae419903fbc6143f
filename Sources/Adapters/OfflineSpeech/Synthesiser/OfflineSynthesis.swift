// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import NIOCore
import TelephonyAudio

/// One text being spoken. Lives on the call's event loop.
final class OfflineSynthesis: SynthesisSession {
    /// Audio is handed over in pieces of a fifth of a second.
    private static let piece = Duration.milliseconds(200).telephonyBytes

    private let eventLoop: any EventLoop
    private let deliver: @Sendable (SynthesisEvent) -> Void
    private let ended: @Sendable () -> Void
    private var job: SynthesisJob?
    private var delivered = 0
    private var isOver = false

    init(
        eventLoop: any EventLoop,
        deliver: @escaping @Sendable (SynthesisEvent) -> Void,
        ended: @escaping @Sendable () -> Void
    ) {
        self.eventLoop = eventLoop
        self.deliver = deliver
        self.ended = ended
    }

    func begin(_ text: String, _ voice: FliteVoice, at worker: SynthesisWorker) {
        let session = NIOLoopBound(self, eventLoop: self.eventLoop)
        let eventLoop = self.eventLoop
        let job = SynthesisJob(text: text, voice: voice) { result in
            eventLoop.execute { session.value.take(result) }
        }
        self.job = job
        worker.submit(job)
    }

    /// Answers with an error, after ``OfflineSynthesiser/speak(_:on:deliver:)`` has returned.
    func refuse(_ error: SpeechError) {
        let session = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.eventLoop.execute { session.value.take(.failure(error)) }
    }

    func cancel() {
        guard !self.isOver else { return }
        self.end()
    }

    private func take(_ result: Result<RenderedSpeech?, SpeechError>) {
        guard !self.isOver else { return }
        switch result {
        case .success(let speech?):
            self.speak(speech)
        case .success(nil):
            self.end()
            self.deliver(.finished)
        case .failure(let error):
            self.end()
            self.deliver(.failed(error))
        }
    }

    private func speak(_ speech: RenderedSpeech) {
        for word in speech.words {
            self.deliver(.word(word.text, end: .telephony(bytes: self.delivered + word.end)))
        }
        for start in stride(from: 0, to: speech.audio.count, by: Self.piece) where !self.isOver {
            let end = min(start + Self.piece, speech.audio.count)
            self.deliver(.audio(ByteBuffer(bytes: speech.audio[start..<end])))
        }
        self.delivered += speech.audio.count
    }

    private func end() {
        self.isOver = true
        self.job?.withdraw()
        self.job = nil
        self.ended()
    }
}
#endif
