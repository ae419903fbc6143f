// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore

/// One call's request for a sound that may be there already. Lives on the call's event loop.
final class CachedSpeech: SynthesisSession {
    private let eventLoop: any EventLoop
    /// `nil` when it is over.
    private var deliver: (@Sendable (SynthesisEvent) -> Void)?
    /// Asks the engine for this call alone.
    private let speakAlone: (@escaping @Sendable (SynthesisEvent) -> Void) -> any SynthesisSession
    private var alone: (any SynthesisSession)?
    /// Tells the rendering that nobody listens here any more.
    var leave: (@Sendable () -> Void)?
    /// Known from the first sound on at the latest.
    var origin: SpeechOrigin?

    init(
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (SynthesisEvent) -> Void,
        speakAlone: @escaping (@escaping @Sendable (SynthesisEvent) -> Void) -> any SynthesisSession
    ) {
        self.eventLoop = eventLoop
        self.deliver = deliver
        self.speakAlone = speakAlone
    }

    func cancel() {
        guard self.deliver != nil else { return }
        self.deliver = nil
        self.leave?()
        self.leave = nil
        self.alone?.cancel()
        self.alone = nil
    }

    func take(_ news: SpeechListener.News) {
        guard self.deliver != nil else { return }
        switch news {
        case .event(let event): self.take(event)
        case .whole(let speech): self.play(speech)
        case .nothing:
            self.leave = nil
            self.origin = .engine
            let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
            self.alone = self.speakAlone { bound.value.take($0) }
        }
    }

    /// Delivers all of a sound: the words, the audio as one piece of the storage that all share, the end.
    func play(_ speech: KeptSpeech) {
        for word in speech.words { self.take(.word(word.text, end: word.end)) }
        self.take(.audio(speech.audio))
        self.take(.finished)
    }

    private func take(_ event: SynthesisEvent) {
        guard let deliver = self.deliver else { return }
        switch event {
        case .word, .audio: break
        case .finished, .failed:
            self.deliver = nil
            self.leave = nil
            self.alone = nil
        }
        deliver(event)
    }
}
