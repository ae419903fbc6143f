// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import TelephonyAudio

/// Hears one connection's audio with an engine of ``CallCore``. Lives on the connection's event loop.
final class EngineHearing {
    /// Words of an utterance, or a guess.
    struct Heard {
        var words: [HeardWord]
        var isFinal: Bool
    }

    private let recogniser: any SpeechRecogniser
    private let eventLoop: any EventLoop
    private let deliver: (Heard) -> Void
    private var session: (any RecognitionSession)?
    /// Counts sessions: what an old one says is nobody's business.
    private var generation = 0
    private var position = 0
    private var onEnd: (() -> Void)?

    init(_ recogniser: any SpeechRecogniser, on eventLoop: any EventLoop, deliver: @escaping (Heard) -> Void) {
        self.recogniser = recogniser
        self.eventLoop = eventLoop
        self.deliver = deliver
    }

    func hear(_ audio: ByteBuffer) {
        guard audio.readableBytes > 0 else { return }
        let session = self.session ?? self.open()
        session.hear(audio, at: .telephony(bytes: self.position))
        self.position += audio.readableBytes
    }

    /// Hears what is left; then `then`. What comes after is heard by another session.
    func flush(then: @escaping () -> Void) {
        guard let session = self.session else { return then() }
        self.onEnd = then
        session.finish()
    }

    func stop() {
        self.session?.cancel()
        self.session = nil
        self.onEnd = nil
        self.generation += 1
    }

    private func open() -> any RecognitionSession {
        self.generation += 1
        let generation = self.generation
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        let request = RecognitionRequest(call: CallID("simulated-deepgram"), hints: SpeechHints())
        let session = self.recogniser.open(request, on: self.eventLoop) { event in
            bound.value.take(event, generation: generation)
        }
        self.session = session
        return session
    }

    private func take(_ event: RecognitionEvent, generation: Int) {
        guard generation == self.generation else { return }
        switch event {
        case .interim(let utterance): self.deliver(Heard(words: Self.words(of: utterance), isFinal: false))
        case .utterance(let utterance, _): self.deliver(Heard(words: Self.words(of: utterance), isFinal: true))
        case .finished, .failed:
            self.session = nil
            let onEnd = self.onEnd
            self.onEnd = nil
            onEnd?()
        case .speechStarted, .turnEnded, .suspended, .resumed, .audioLost: break
        }
    }

    /// The words with their places; spread evenly where the engine gives none.
    private static func words(of utterance: Utterance) -> [HeardWord] {
        guard utterance.words.isEmpty else {
            return utterance.words.map { word in
                HeardWord(
                    text: word.text,
                    start: Self.samples(word.start),
                    end: Self.samples(word.end),
                    confidence: word.confidence
                )
            }
        }
        let texts = utterance.text.split(separator: " ")
        let (start, end) = (Self.samples(utterance.start), Self.samples(utterance.end))
        return texts.enumerated().map { index, text in
            HeardWord(
                text: String(text),
                start: start + (end - start) * index / texts.count,
                end: start + (end - start) * (index + 1) / texts.count,
                confidence: utterance.confidence
            )
        }
    }

    private static func samples(_ time: Duration) -> Int { Int(time / .microseconds(125)) }
}
