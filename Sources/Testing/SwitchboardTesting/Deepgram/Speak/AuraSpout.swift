// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore

/// Speaks texts with a voice and hands the audio out in pieces, a few times faster than it is heard. Lives on its event
/// loop.
final class AuraSpout {
    /// Bytes of a piece: 100 ms.
    private static let piece = 800

    private let voice: any SpeechSynthesiser
    private let eventLoop: any EventLoop
    private let interval: TimeAmount
    private let send: (ByteBuffer) -> Void
    private var session: (any SynthesisSession)?
    private var audio = ByteBuffer()
    private var isSpoken = true
    private var isTicking = false
    private var onEnd: ((Bool) -> Void)?
    private var hasFailed = false
    /// Counts texts: what comes of an old one is dropped.
    private var generation = 0

    init(
        _ voice: any SpeechSynthesiser,
        pace: Double,
        on eventLoop: any EventLoop,
        send: @escaping (ByteBuffer) -> Void
    ) {
        self.voice = voice
        self.eventLoop = eventLoop
        self.interval = .microseconds(Int64(100_000 / max(pace, 0.01)))
        self.send = send
    }

    /// Whether a text is being spoken.
    var isBusy: Bool { self.onEnd != nil }

    /// Speaks; the first audio comes after `delay`. `onEnd` hears whether the voice got to the end.
    func speak(_ text: String, after delay: Duration, onEnd: @escaping (Bool) -> Void) {
        self.onEnd = onEnd
        self.generation += 1
        let generation = self.generation
        self.later(TimeAmount(delay)) { spout in
            guard spout.generation == generation, spout.onEnd != nil else { return }
            spout.begin(text, generation: generation)
        }
    }

    /// Falls silent; with `trailing`, one more piece leaves, as if it had been on its way.
    func stop(trailing: Bool) {
        self.generation += 1
        self.session?.cancel()
        self.session = nil
        self.onEnd = nil
        self.isSpoken = true
        if trailing, let piece = self.audio.readSlice(length: min(Self.piece, self.audio.readableBytes)) {
            if piece.readableBytes > 0 { self.send(piece) }
        }
        self.audio.clear()
    }

    private func begin(_ text: String, generation: Int) {
        self.isSpoken = false
        self.hasFailed = false
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.session = self.voice.speak(SynthesisRequest(text: text), on: self.eventLoop) { event in
            bound.value.take(event, generation: generation)
        }
    }

    private func take(_ event: SynthesisEvent, generation: Int) {
        guard generation == self.generation else { return }
        switch event {
        case .word: break
        case .audio(var buffer):
            self.audio.writeBuffer(&buffer)
            self.tick()
        case .finished: self.spoken(hasFailed: false)
        case .failed: self.spoken(hasFailed: true)
        }
    }

    private func spoken(hasFailed: Bool) {
        self.isSpoken = true
        self.hasFailed = hasFailed
        self.session = nil
        self.tick()
    }

    private func tick() {
        guard !self.isTicking else { return }
        self.isTicking = true
        self.pour()
    }

    private func pour() {
        let isWhole = self.audio.readableBytes >= Self.piece || self.isSpoken
        if isWhole, let piece = self.audio.readSlice(length: min(Self.piece, self.audio.readableBytes)),
            piece.readableBytes > 0
        {
            self.send(piece)
        }
        if self.audio.readableBytes == 0, self.isSpoken {
            self.isTicking = false
            let onEnd = self.onEnd
            self.onEnd = nil
            onEnd?(!self.hasFailed)
        } else if self.audio.readableBytes < Self.piece, !self.isSpoken {
            self.isTicking = false
        } else {
            self.later(self.interval) { $0.pour() }
        }
    }

    private func later(_ delay: TimeAmount, _ act: @escaping @Sendable (AuraSpout) -> Void) {
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.eventLoop.scheduleTask(in: delay) { act(bound.value) }
    }
}
