// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// A text being spoken over a WebSocket.
final class SpeakUtterance: SpeakTask {
    let text: String
    let eventLoop: any EventLoop
    private let hasWords: Bool
    private var deliver: ((SpeakEvent) -> Void)?
    private var audio: SpeakAudio
    private var watch: SpeakWatch
    private var timer: Scheduled<Void>?
    private var isPaused = false
    var connection: SpeakConnection?

    init(
        _ text: String,
        limits: SpeakLimits,
        on eventLoop: any EventLoop,
        deliver: @escaping (SpeakEvent) -> Void
    ) {
        self.text = text
        self.eventLoop = eventLoop
        self.hasWords = text.contains { $0.isLetter || $0.isNumber }
        self.deliver = deliver
        self.audio = SpeakAudio(limit: limits.audioBytes)
        self.watch = SpeakWatch(limits, now: eventLoop.now)
        self.schedule()
    }

    var characters: Int { self.text.unicodeScalars.count }

    func cancel() {
        guard self.deliver != nil else { return }
        self.close()?.giveUp(self)
    }

    func pause() {
        self.isPaused = true
        self.connection?.pause()
    }

    func resume() {
        self.isPaused = false
        self.watch.cameOn(now: self.eventLoop.now)
        self.connection?.resume()
    }

    /// Takes sound.
    func take(_ bytes: ByteBuffer) {
        guard self.deliver != nil else { return }
        self.watch.cameOn(now: self.eventLoop.now)
        switch self.audio.take(bytes) {
        case .wait: break
        case .refuse(let error): self.abandon(error)
        case .play(let audio):
            if self.watch.heardFirst() {
                self.timer?.cancel()
                self.schedule()
            }
            self.deliver?(.audio(audio))
        }
    }

    /// All of it has been spoken.
    func finish(requestID: String?) {
        if let rest = self.audio.takeRest() { self.deliver?(.audio(rest)) }
        guard self.audio.bytes == 0, self.hasWords else { return self.end(nil) }
        self.end(DeepgramError(.unavailable, "Deepgram answered without a sound.", requestID: requestID))
    }

    /// It ended otherwise than by us.
    func end(_ error: DeepgramError?) {
        guard let deliver = self.deliver else { return }
        _ = self.close()
        deliver(.ended(error))
    }

    private func abandon(_ error: DeepgramError) {
        guard let deliver = self.deliver else { return }
        self.close()?.giveUp(self)
        deliver(.ended(error))
    }

    private func close() -> SpeakConnection? {
        defer { self.connection = nil }
        self.deliver = nil
        self.timer?.cancel()
        self.timer = nil
        if self.isPaused { self.connection?.resume() }
        return self.connection
    }

    private func schedule() {
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.timer = self.eventLoop.scheduleTask(deadline: self.watch.next) { bound.value.timerFired() }
    }

    private func timerFired() {
        guard self.deliver != nil else { return }
        if self.isPaused { self.watch.cameOn(now: self.eventLoop.now) }
        guard let reason = self.watch.reason(now: self.eventLoop.now) else { return self.schedule() }
        self.abandon(DeepgramError(.timedOut, reason, requestID: self.connection?.requestID))
    }
}
