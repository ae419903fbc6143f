// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import TelephonyAudio

/// One request to ``ToneSynthesiser``; lives on the call's event loop.
final class ToneSynthesis: SynthesisSession {
    private let words: [(word: String, audio: [UInt8])]
    private let gapBytes: Int
    private let failure: ToneSynthesiser.Failure?
    private let counter: SessionCounter
    private let deliver: @Sendable (SynthesisEvent) -> Void
    private var next = 0
    private var sentBytes = 0
    private var isOver = false

    init(
        _ words: [(word: String, audio: [UInt8])],
        gapBytes: Int,
        failure: ToneSynthesiser.Failure?,
        counter: SessionCounter,
        deliver: @escaping @Sendable (SynthesisEvent) -> Void
    ) {
        self.words = words
        self.gapBytes = gapBytes
        self.failure = failure
        self.counter = counter
        self.deliver = deliver
        counter.opened()
    }

    func cancel() {
        self.end()
    }

    func start(on eventLoop: any EventLoop, after delay: Duration) {
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        guard delay > .zero else {
            eventLoop.execute { bound.value.step(on: eventLoop) }
            return
        }
        eventLoop.scheduleTask(in: TimeAmount(delay)) { bound.value.step(on: eventLoop) }
    }

    private func step(on eventLoop: any EventLoop) {
        guard !self.isOver else { return }
        if let failure, self.next >= failure.afterWords {
            self.end()
            self.deliver(.failed(failure.error))
            return
        }
        guard self.next < self.words.count else {
            self.end()
            self.deliver(.finished)
            return
        }
        let (word, audio) = self.words[self.next]
        self.next += 1
        self.sentBytes += audio.count
        self.deliver(.word(word, end: .telephony(bytes: self.sentBytes - self.gapBytes)))
        // Whoever hears a word may cancel.
        guard !self.isOver else { return }
        self.deliver(.audio(ByteBuffer(bytes: audio)))
        self.start(on: eventLoop, after: .zero)
    }

    private func end() {
        guard !self.isOver else { return }
        self.isOver = true
        self.counter.closed()
    }
}
