// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore

/// One sound being made for everybody who wants it. Lives on the event loop of the call that asked first; the others may
/// live on other loops.
///
/// Whoever comes later hears what is there already and then the rest as it is made. It goes on until the last of them has
/// gone.
final class SpeechRendering {
    private enum State {
        case running
        case done(KeptSpeech)
        case failed(SpeechError)
        /// Nobody wanted it any more, or it became too long to be kept.
        case given
    }

    private let eventLoop: any EventLoop
    private let longest: Int
    /// Called once at the end: with the sound when it is whole and may be kept.
    private let ended: @Sendable (KeptSpeech?) -> Void
    private var listeners: [Int: SpeechListener] = [:]
    private var speech = KeptSpeech()
    private var state = State.running
    private var synthesis: (any SynthesisSession)?
    private var isWhole = true

    init(on eventLoop: any EventLoop, longest: Int, ended: @escaping @Sendable (KeptSpeech?) -> Void) {
        self.eventLoop = eventLoop
        self.longest = longest
        self.ended = ended
    }

    /// Adds a listener.
    func join(_ listener: SpeechListener) {
        switch self.state {
        case .running where self.isWhole:
            self.listeners[listener.id] = listener
            for word in self.speech.words {
                listener.tell(.event(.word(word.text, end: word.end)), from: self.eventLoop)
            }
            if self.speech.audio.readableBytes > 0 {
                listener.tell(.event(.audio(self.speech.audio)), from: self.eventLoop)
            }
        case .done(let speech): listener.tell(.whole(speech), from: self.eventLoop)
        case .failed(let error): listener.tell(.event(.failed(error)), from: self.eventLoop)
        case .running, .given: listener.tell(.nothing, from: self.eventLoop)
        }
    }

    /// A listener has gone.
    func leave(_ id: Int) {
        guard self.listeners.removeValue(forKey: id) != nil, self.listeners.isEmpty else { return }
        guard case .running = self.state else { return }
        self.state = .given
        self.synthesis?.cancel()
        self.end(nil)
    }

    /// Has an engine make it, unless it is there or not wanted any more.
    func begin(_ speak: () -> any SynthesisSession) {
        guard case .running = self.state, self.synthesis == nil else { return }
        self.synthesis = speak()
    }

    /// It was found elsewhere.
    func found(_ speech: KeptSpeech) {
        guard case .running = self.state, self.synthesis == nil else { return }
        self.state = .done(speech)
        self.end(speech)
        self.tellAll(.whole(speech))
    }

    /// Takes what the engine says.
    func take(_ event: SynthesisEvent) {
        guard case .running = self.state else { return }
        switch event {
        case .word(let text, let end): self.collect { $0.words.append(.init(text: text, end: end)) }
        case .audio(let audio): self.collect { $0.audio.writeImmutableBuffer(audio) }
        case .finished: self.finish()
        case .failed(let error):
            self.state = .failed(error)
            self.end(nil)
        }
        self.tellAll(.event(event))
    }

    private func collect(_ add: (inout KeptSpeech) -> Void) {
        guard self.isWhole else { return }
        add(&self.speech)
        guard self.speech.cost > self.longest else { return }
        self.isWhole = false
        self.speech = KeptSpeech()
        self.ended(nil)
    }

    private func finish() {
        guard self.isWhole, self.speech.audio.readableBytes > 0 else {
            self.state = .given
            return self.end(nil)
        }
        self.speech.fillLastFrame()
        self.state = .done(self.speech)
        self.end(self.speech)
    }

    private func end(_ speech: KeptSpeech?) {
        self.synthesis = nil
        if self.isWhole { self.ended(speech) }
    }

    private func tellAll(_ news: SpeechListener.News) {
        for id in self.listeners.keys.sorted() {
            self.listeners[id]?.tell(news, from: self.eventLoop)
        }
        if case .running = self.state { return }
        self.listeners = [:]
    }
}
