// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import TelephonyAudio

/// One call's session of ``BreakingRecogniser``; lives on the call's event loop.
final class BreakingRecognition: RecognitionSession {
    private let eventLoop: any EventLoop
    private let deliver: @Sendable (RecognitionEvent) -> Void
    private var base: (any RecognitionSession)?
    private var left: Duration
    private var kept: [UnheardAudio.Stretch] = []
    private var isBreaking = false
    private var isOver = false

    init(
        after length: Duration,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) {
        self.left = length
        self.eventLoop = eventLoop
        self.deliver = deliver
    }

    func start(_ engine: any SpeechRecogniser, _ request: RecognitionRequest) {
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.base = engine.open(request, on: self.eventLoop) { bound.value.take($0) }
    }

    func hear(_ audio: ByteBuffer, at offset: Duration) {
        guard !self.isOver else { return }
        self.kept.append(.init(offset: offset, audio: ByteBuffer(bytes: audio.readableBytesView)))
        guard !self.isBreaking else { return }
        self.base?.hear(audio, at: offset)
        self.left -= .telephony(bytes: audio.readableBytes)
        if self.left <= .zero { self.breakLater() }
    }

    func finish() {
        guard !self.isOver, !self.isBreaking else { return }
        self.kept.isEmpty ? self.base?.finish() : self.breakLater()
    }

    func cancel() {
        self.isOver = true
        self.base?.cancel()
        self.base = nil
    }

    func takeUnheard() -> UnheardAudio? {
        defer { self.kept = [] }
        return self.kept.isEmpty ? nil : UnheardAudio(stretches: self.kept)
    }

    private func take(_ event: RecognitionEvent) {
        guard !self.isOver, !self.isBreaking else { return }
        if case .utterance(let utterance, _) = event { self.forget(until: utterance.end) }
        if event == .finished { self.cancel() }
        self.deliver(event)
    }

    /// What has become words is kept no longer; to the sample, because somebody else hears the rest.
    private func forget(until end: Duration) {
        var rest: [UnheardAudio.Stretch] = []
        for var stretch in self.kept {
            let past = max(0, (end - stretch.offset).telephonyBytes)
            guard past < stretch.audio.readableBytes else { continue }
            stretch.audio.moveReaderIndex(forwardBy: past)
            stretch.offset += .telephony(bytes: past)
            rest.append(stretch)
        }
        self.kept = rest
    }

    /// In a later turn of the event loop, like an engine across a network.
    private func breakLater() {
        self.isBreaking = true
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.eventLoop.execute { bound.value.breakNow() }
    }

    private func breakNow() {
        guard !self.isOver else { return }
        self.cancel()
        self.deliver(.failed(SpeechError(.engineFailure, "The engine broke, as it was told to.")))
    }
}
