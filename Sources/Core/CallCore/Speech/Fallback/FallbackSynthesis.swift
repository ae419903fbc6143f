// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore

/// One request to a ``FallbackSynthesiser``; lives on the call's event loop.
final class FallbackSynthesis: SynthesisSession {
    private enum Phase {
        case primary
        case secondary
        case over
    }

    private struct Weak {
        weak var session: FallbackSynthesis?
    }

    private let engines: FallbackSynthesiser
    private let request: SynthesisRequest
    private let eventLoop: any EventLoop
    private let deliver: @Sendable (SynthesisEvent) -> Void

    private var phase = Phase.primary
    private var current: (any SynthesisSession)?
    private var isOpening = false
    private var reason: SpeechError?
    /// Words whose sound has not come: should it never come, another voice says them.
    private var words: [SynthesisEvent] = []
    private var hasSound = false
    private var patience: Scheduled<Void>?
    /// Whose voice it was, once all is over.
    private var lastEngine: String?
    private var lastOrigin: SpeechOrigin?

    init(
        _ engines: FallbackSynthesiser,
        _ request: SynthesisRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (SynthesisEvent) -> Void
    ) {
        self.engines = engines
        self.request = request
        self.eventLoop = eventLoop
        self.deliver = deliver
    }

    /// Begins with the first engine.
    func start() {
        // Also one that is known to be down is asked: it refuses at once, or has the sentence in store.
        self.open(self.engines.primary, self.request, as: .primary)
        let bound = NIOLoopBound(Weak(session: self), eventLoop: self.eventLoop)
        self.patience = self.eventLoop.scheduleTask(in: TimeAmount(self.engines.configuration.patience)) {
            bound.value.session?.lostPatience()
        }
    }

    func cancel() {
        guard self.phase != .over else { return }
        self.end()
    }

    var engine: String? {
        switch self.phase {
        case .primary: self.current?.engine
        case .secondary: self.current?.engine ?? self.engines.secondary.name
        case .over: self.lastEngine
        }
    }

    var origin: SpeechOrigin? { self.phase == .over ? self.lastOrigin : self.current?.origin }

    private func open(_ engine: any SpeechSynthesiser, _ request: SynthesisRequest, as phase: Phase) {
        self.phase = phase
        self.isOpening = true
        let bound = NIOLoopBound(Weak(session: self), eventLoop: self.eventLoop)
        self.current = engine.speak(request, on: self.eventLoop) { event in
            bound.value.session?.take(event, from: phase)
        }
        self.isOpening = false
    }

    private func take(_ event: SynthesisEvent, from engine: Phase) {
        guard self.phase == engine else { return }
        guard !self.isOpening else {
            // Early, against the agreement: nobody is to hear of it before there is a session.
            let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
            return self.eventLoop.execute { bound.value.take(event, from: engine) }
        }
        switch event {
        case .word where !self.hasSound: if self.words.count < self.request.text.utf8.count { self.words.append(event) }
        case .word: self.deliver(event)
        case .audio: self.sounds(event)
        case .finished:
            self.deliverWords()
            self.close(with: event)
        case .failed(let error) where engine == .primary && !self.hasSound: self.switchOver(error)
        case .failed(let error): self.close(with: .failed(self.explained(error)))
        }
    }

    private func sounds(_ audio: SynthesisEvent) {
        self.hasSound = true
        self.patience?.cancel()
        self.patience = nil
        self.deliverWords()
        if self.phase != .over { self.deliver(audio) }
    }

    private func deliverWords() {
        let words = self.words
        self.words = []
        for word in words where self.phase != .over { self.deliver(word) }
    }

    private func lostPatience() {
        guard self.phase == .primary, !self.hasSound else { return }
        self.switchOver(SpeechError(.unavailable, "The engine delivered no sound in time."))
    }

    private func switchOver(_ error: SpeechError) {
        self.patience?.cancel()
        self.reason = error
        self.words = []
        self.current?.cancel()
        let (from, to) = (self.engines.primary.name, self.engines.secondary.name)
        CallMetrics.process.engineFallback(from: from, to: to).increment()
        self.engines.logger.warning(
            "another engine takes over",
            metadata: ["engine": "\(from)", "engine.next": "\(to)", "error": "\(error)"]
        )
        var request = self.request
        request.voice = self.engines.configuration.voice
        self.open(self.engines.secondary, request, as: .secondary)
    }

    /// The second engine's error, with the first one's as its cause.
    private func explained(_ error: SpeechError) -> SpeechError {
        guard let reason = self.reason else { return error }
        let causes = [error.cause, "\(self.engines.primary.name): \(reason)"].compactMap(\.self)
        return SpeechError(error.code, error.message, cause: causes.joined(separator: "; "))
    }

    private func close(with event: SynthesisEvent) {
        guard self.phase != .over else { return }
        self.end()
        self.deliver(event)
    }

    private func end() {
        self.lastEngine = self.engine
        self.lastOrigin = self.origin
        self.phase = .over
        self.patience?.cancel()
        self.patience = nil
        let session = self.current
        self.current = nil
        session?.cancel()
    }
}
