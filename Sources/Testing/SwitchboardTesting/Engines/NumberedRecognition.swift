// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import TelephonyAudio

/// One session of ``NumberedRecogniser``; lives on the call's event loop.
final class NumberedRecognition: RecognitionSession {
    private let endOfTurnSilence: Duration
    private let eventLoop: any EventLoop
    private let counter: SessionCounter
    private let deliver: @Sendable (RecognitionEvent) -> Void
    private var words: [Word] = []
    private var isOver = false

    init(
        endOfTurnSilence: Duration,
        on eventLoop: any EventLoop,
        counter: SessionCounter,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) {
        self.endOfTurnSilence = endOfTurnSilence
        self.eventLoop = eventLoop
        self.counter = counter
        self.deliver = deliver
        counter.opened()
    }

    func hear(_ audio: ByteBuffer, at offset: Duration) {
        var audio = audio
        var place = offset
        while !self.isOver, let frame = audio.readSlice(length: min(NumberedSpeech.frameSize, audio.readableBytes)),
            frame.readableBytes > 0
        {
            self.hear(NumberedSpeech.number(of: frame.readableBytesView), at: place)
            place += .telephony(bytes: frame.readableBytes)
        }
    }

    private func hear(_ number: Int?, at place: Duration) {
        if let last = self.words.last, place - last.end >= self.endOfTurnSilence { self.endUtterance() }
        guard let number else { return }
        self.words.append(Word(text: String(number), start: place, end: place + .telephonyFrame, confidence: 1))
    }

    private func endUtterance() {
        guard let first = self.words.first, let last = self.words.last else { return }
        let text = self.words.map(\.text).joined(separator: " ")
        let utterance = Utterance(text: text, start: first.start, end: last.end, confidence: 1, words: self.words)
        self.words = []
        self.send(.utterance(utterance, endsTurn: true))
    }

    func finish() {
        guard !self.isOver else { return }
        self.endUtterance()
        self.send(.finished)
    }

    func cancel() {
        guard !self.isOver else { return }
        self.isOver = true
        self.counter.closed()
    }

    /// In a later turn of the event loop, so that nobody is called back from within his own call.
    private func send(_ event: RecognitionEvent) {
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.eventLoop.execute {
            let session = bound.value
            guard !session.isOver else { return }
            if event == .finished { session.cancel() }
            session.deliver(event)
        }
    }
}
