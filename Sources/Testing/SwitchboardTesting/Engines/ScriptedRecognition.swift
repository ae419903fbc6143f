// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore

/// One call's session of ``ScriptedRecogniser``; lives on the call's event loop.
final class ScriptedRecognition: RecognitionSession {
    private var listener: ScriptedListener
    private let endOfTurnSilence: Duration
    private let eventLoop: any EventLoop
    private let counter: SessionCounter
    private let deliver: @Sendable (RecognitionEvent) -> Void
    private var isFinishing = false
    private var isOver = false
    private var lastAudio: NIODeadline
    /// Ends a turn when the audio itself stops coming.
    private var watch: Scheduled<Void>?

    init(
        _ listener: ScriptedListener,
        endOfTurnSilence: Duration,
        on eventLoop: any EventLoop,
        counter: SessionCounter,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) {
        self.listener = listener
        self.endOfTurnSilence = endOfTurnSilence
        self.eventLoop = eventLoop
        self.counter = counter
        self.deliver = deliver
        self.lastAudio = eventLoop.now
        counter.opened()
    }

    func hear(_ audio: ByteBuffer, at offset: Duration) {
        guard !self.isFinishing, !self.isOver else { return }
        self.lastAudio = self.eventLoop.now
        self.send(self.listener.hear(audio, at: offset))
        if self.listener.isInSpeech, self.watch == nil { self.startWatching() }
    }

    func finish() {
        guard !self.isFinishing, !self.isOver else { return }
        self.isFinishing = true
        self.send(self.listener.endSpeech() + [.finished])
    }

    func cancel() {
        self.end()
    }

    private func end() {
        guard !self.isOver else { return }
        self.isOver = true
        self.watch?.cancel()
        self.watch = nil
        self.counter.closed()
    }

    /// In a later turn of the event loop, so that nobody is called back from within his own call.
    private func send(_ events: [RecognitionEvent]) {
        guard !events.isEmpty else { return }
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.eventLoop.execute {
            for event in events { bound.value.sendNow(event) }
        }
    }

    private func sendNow(_ event: RecognitionEvent) {
        guard !self.isOver else { return }
        if event == .finished { self.end() }
        self.deliver(event)
    }

    private func startWatching() {
        let deadline = self.lastAudio + TimeAmount(self.endOfTurnSilence)
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.watch = self.eventLoop.scheduleTask(deadline: deadline) { bound.value.watchFired() }
    }

    private func watchFired() {
        self.watch = nil
        guard !self.isOver, self.listener.isInSpeech else { return }
        if self.eventLoop.now - self.lastAudio >= TimeAmount(self.endOfTurnSilence) {
            self.send(self.listener.endSpeech())
        } else {
            self.startWatching()
        }
    }
}
