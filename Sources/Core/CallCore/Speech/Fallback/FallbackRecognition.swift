// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore
import TelephonyAudio

/// One call at a ``FallbackRecogniser``; lives on the call's event loop.
///
/// An engine may call back from within any call to it, and whoever is told may end the session: state is settled before
/// every such call and looked at anew after it.
final class FallbackRecognition: RecognitionSession {
    private enum Phase {
        case primary
        case secondary
        case over
    }

    private let engines: FallbackRecogniser
    private let request: RecognitionRequest
    private let eventLoop: any EventLoop
    private let deliver: @Sendable (RecognitionEvent) -> Void

    private var phase = Phase.primary
    private var current: (any RecognitionSession)?
    private var isOpening = false
    /// Why the first engine is not at work.
    private var reason: SpeechError?
    private var waiting: WaitingAudio
    private var wake: Scheduled<Void>?
    private var isFeeding = false
    /// `finish()` came, and was passed on to the engine at work.
    private var isFinishing = false
    private var isAskedToFinish = false
    /// The engine at work says that it is away; and what has been told of it.
    private var isAway = false
    private var hasToldOfAbsence = false
    private var position = Duration.zero
    private var left: UnheardAudio?
    /// Of engines that are not at work any more.
    private var earlierReconnects = 0

    init(
        _ engines: FallbackRecogniser,
        _ request: RecognitionRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) {
        self.engines = engines
        self.request = request
        self.eventLoop = eventLoop
        self.deliver = deliver
        self.waiting = WaitingAudio(limit: engines.configuration.longestWait)
    }

    /// Opens an engine.
    func start() {
        let status = self.engines.primary.status
        guard status.state == .down, self.engines.secondary.status.state != .down else {
            return self.open(self.engines.primary, as: .primary)
        }
        self.reason = SpeechError(.unavailable, "The engine is down.", cause: status.detail)
        self.switchOver()
    }

    // MARK: What the call wants

    func hear(_ audio: ByteBuffer, at offset: Duration) {
        guard self.phase != .over, !self.isFinishing else { return }
        self.position = offset + .telephony(bytes: audio.readableBytes)
        if let session = self.current, self.waiting.isEmpty, !self.isFeeding {
            session.hear(audio, at: offset)
        } else {
            self.keep(UnheardAudio.Stretch(offset: offset, audio: audio.copied))
        }
    }

    func finish() {
        guard self.phase != .over, !self.isFinishing else { return }
        self.isFinishing = true
        if self.waiting.isEmpty, !self.isFeeding { self.askToFinish() }
    }

    func cancel() {
        guard self.phase != .over else { return }
        self.end()
    }

    var backlog: Duration { self.waiting.length + (self.current?.backlog ?? .zero) }

    var engine: String? {
        switch self.phase {
        case .primary: self.current?.engine
        case .secondary: self.current?.engine ?? self.engines.secondary.name
        case .over: nil
        }
    }

    var reconnects: Int { self.earlierReconnects + (self.current?.reconnects ?? 0) }

    func takeUnheard() -> UnheardAudio? {
        defer { self.left = nil }
        return self.left
    }
}

// MARK: - Engines

extension FallbackRecognition {
    private struct Weak {
        weak var session: FallbackRecognition?
    }

    private func open(_ engine: any SpeechRecogniser, as phase: Phase) {
        self.phase = phase
        self.isOpening = true
        let bound = NIOLoopBound(Weak(session: self), eventLoop: self.eventLoop)
        self.current = engine.open(self.request, on: self.eventLoop) { event in
            bound.value.session?.take(event, from: phase)
        }
        self.isOpening = false
    }

    private func take(_ event: RecognitionEvent, from engine: Phase) {
        guard self.phase == engine else { return }
        guard !self.isOpening else {
            // Early, against the agreement: nobody is to hear of it before there is a session.
            let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
            return self.eventLoop.execute { bound.value.take(event, from: engine) }
        }
        switch event {
        case .suspended(let place):
            self.isAway = true
            self.tellOfAbsence(at: place)
        case .resumed(let place):
            self.isAway = false
            self.tellOfReturn(at: place)
        case .finished where self.isAskedToFinish: self.finished()
        case .finished: self.failed(SpeechError(.engineFailure, "The engine ended by itself."))
        case .failed(let error): self.failed(error)
        case .speechStarted, .interim, .utterance, .turnEnded, .audioLost: self.deliver(event)
        }
    }

    private func finished() {
        self.isAway = false
        self.tellOfReturn(at: self.position)
        guard self.phase != .over else { return }
        self.end()
        self.deliver(.finished)
    }

    private func failed(_ error: SpeechError) {
        let unheard = self.current?.takeUnheard()?.stretches ?? []
        guard self.phase == .primary else { return self.giveUp(error, unheard) }
        self.reason = error
        self.earlierReconnects = self.reconnects
        self.current?.cancel()
        self.current = nil
        self.phase = .secondary
        self.isAskedToFinish = false
        self.isAway = false
        for stretch in unheard { self.keep(stretch) }
        guard self.phase == .secondary else { return }
        self.switchOver()
        self.feed()
    }

    private func switchOver() {
        let (from, to) = (self.engines.primary.name, self.engines.secondary.name)
        CallMetrics.process.engineFallback(from: from, to: to).increment()
        self.engines.logger.warning(
            "another engine takes over",
            metadata: [
                "call.sid": "\(self.request.call)",
                "engine": "\(from)",
                "engine.next": "\(to)",
                "unheard.seconds": "\(self.waiting.length / .seconds(1))",
                "error": "\(self.reason.map { "\($0)" } ?? "")",
            ]
        )
        self.open(self.engines.secondary, as: .secondary)
    }

    /// Both have failed.
    private func giveUp(_ error: SpeechError, _ unheard: [UnheardAudio.Stretch]) {
        let first = self.reason.map { "\(self.engines.primary.name): \($0)" }
        let causes = [error.cause, first].compactMap(\.self).joined(separator: "; ")
        let stretches = unheard + self.waiting.takeAll()
        self.end()
        self.left = stretches.isEmpty ? nil : UnheardAudio(stretches: stretches)
        self.deliver(.failed(SpeechError(error.code, error.message, cause: causes)))
    }

    private func end() {
        self.phase = .over
        self.wake?.cancel()
        self.wake = nil
        _ = self.waiting.takeAll()
        let session = self.current
        self.earlierReconnects = self.reconnects
        self.current = nil
        session?.cancel()
    }
}

// MARK: - What waits

extension FallbackRecognition {
    private func keep(_ stretch: UnheardAudio.Stretch) {
        guard let lost = self.waiting.append(stretch) else { return }
        self.deliver(.audioLost(lost.length, at: lost.offset))
    }

    /// Gives the second engine what waits: a slice in each turn of the event loop, and no more than it takes.
    private func feed() {
        guard self.phase == .secondary, !self.isFeeding else { return }
        self.isFeeding = true
        var room = max(self.engines.configuration.slice.telephonyBytes, 160)
        while self.phase == .secondary, let session = self.current,
            session.backlog < self.engines.configuration.longestLead, let stretch = self.waiting.next(atMost: room)
        {
            room -= stretch.audio.readableBytes
            session.hear(stretch.audio, at: stretch.offset)
        }
        self.isFeeding = false
        guard self.phase == .secondary else { return }
        self.waiting.isEmpty ? self.caughtUp() : self.feedLater()
    }

    private func feedLater() {
        self.tellOfAbsence(at: self.position)
        guard self.phase == .secondary else { return }
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.wake = self.eventLoop.scheduleTask(in: TimeAmount(self.engines.configuration.interval)) {
            bound.value.feed()
        }
    }

    private func caughtUp() {
        self.tellOfReturn(at: self.position)
        if self.phase == .secondary, self.isFinishing { self.askToFinish() }
    }

    private func askToFinish() {
        guard !self.isAskedToFinish else { return }
        self.isAskedToFinish = true
        self.current?.finish()
    }

    /// Nobody is to take the silence for the caller's while the engine is away, or busy with what was said before.
    private func tellOfAbsence(at place: Duration) {
        guard !self.hasToldOfAbsence else { return }
        self.hasToldOfAbsence = true
        self.deliver(.suspended(at: place))
    }

    private func tellOfReturn(at place: Duration) {
        guard self.hasToldOfAbsence, !self.isAway, self.waiting.isEmpty else { return }
        self.hasToldOfAbsence = false
        self.deliver(.resumed(at: place))
    }
}
