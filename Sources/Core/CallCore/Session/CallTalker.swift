// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio

/// Speaks to the caller: synthesises, sends no further ahead than it must, and knows by the returning marks what was
/// heard. One speech at a time. Lives on the call's event loop.
final class CallTalker {
    /// Bounds and pace of our own speech.
    struct Configuration: Sendable {
        /// The engine's voice; `nil` for its default.
        var voice: String?
        /// How far ahead of the caller's ear audio is sent. Small, so that `clear` has little to throw away.
        var lead: Duration = .milliseconds(800)
        /// The audio of one message, and the distance of marks.
        var chunk: Duration = .milliseconds(200)
        /// The longest speech; what is longer is cut off.
        var longestSpeech: Duration = .seconds(120)
        /// How long after its end a speech counts as heard although its mark never came back.
        var markGrace: Duration = .seconds(3)
    }

    /// What became of a speech.
    enum Event {
        /// The first audio has been sent.
        case started(Speech)
        /// Heard to the end, as far as the caller's side has told.
        case finished(Speech, HeardSpeech)
        /// The engine failed.
        case failed(Speech, HeardSpeech, SpeechError)
        /// The caller's side does not take our audio.
        case stuck(Speech, HeardSpeech)
    }

    private struct Current {
        let speech: Speech
        var synthesis: (any SynthesisSession)?
        var cut: SpeechCut
        var waiting = ByteBuffer()
        var isSynthesised = false
        var produced = Duration.zero
        var sent = Duration.zero
        var confirmed = Duration.zero
        /// When the first audio was sent, and when the last mark came back.
        var startedAt: NIODeadline?
        var confirmedAt: NIODeadline?
    }

    private let line: any CallLine
    private let synthesiser: any SpeechSynthesiser
    private let eventLoop: any EventLoop
    private let configuration: Configuration
    /// Hops back into the session; both run on the event loop.
    private let deliver: @Sendable (SynthesisEvent, Int) -> Void
    private let tick: @Sendable () -> Void
    private let report: (Event) -> Void
    private var current: Current?
    private var pacer: FramePacer
    private var wake: Scheduled<Void>?
    private var sentFrames = 0

    init(
        line: any CallLine,
        synthesiser: any SpeechSynthesiser,
        eventLoop: any EventLoop,
        configuration: Configuration,
        deliver: @escaping @Sendable (SynthesisEvent, Int) -> Void,
        tick: @escaping @Sendable () -> Void,
        report: @escaping (Event) -> Void
    ) {
        self.line = line
        self.synthesiser = synthesiser
        self.eventLoop = eventLoop
        self.configuration = configuration
        self.deliver = deliver
        self.tick = tick
        self.report = report
        self.pacer = FramePacer(frame: configuration.chunk, lead: configuration.lead)
    }

    /// Begins a speech. The one before must be over.
    func say(_ speech: Speech) {
        precondition(self.current == nil, "CallTalker.say while speaking")
        self.pacer.reset()
        self.current = Current(speech: speech, cut: SpeechCut(text: speech.reply.text))
        let request = SynthesisRequest(text: speech.reply.text, voice: self.configuration.voice)
        let deliver = self.deliver
        let number = speech.number
        self.current?.synthesis = self.synthesiser.speak(request, on: self.eventLoop) { deliver($0, number) }
    }

    /// Falls silent at once and tells what was heard; `nil` if nothing was being said.
    func stop() -> (Speech, HeardSpeech)? {
        guard let current = self.current else { return nil }
        self.line.clear()
        return (current.speech, self.end(isComplete: false))
    }

    /// Takes what the engine says about speech `number`.
    func synthesised(_ event: SynthesisEvent, number: Int) {
        guard let speech = self.current?.speech, speech.number == number else { return }
        switch event {
        case .word(_, let end):
            self.current?.cut.word(endingAt: end)
        case .audio(let audio):
            self.queue(audio)
        case .finished:
            self.current?.isSynthesised = true
            self.padLastFrame()
            self.send()
        case .failed(let error):
            self.line.clear()
            self.report(.failed(speech, self.end(isComplete: false), error))
        }
    }

    /// Frames of 20 ms sent since the last time this was asked.
    func takeSentFrames() -> Int {
        defer { self.sentFrames = 0 }
        return self.sentFrames
    }

    /// Takes a mark that came back. Marks of earlier speeches are echoes of a `clear` and say nothing.
    func markReturned(_ name: String) {
        guard let current = self.current, let mark = Mark(name), mark.speech == current.speech.number else { return }
        guard mark.end > current.confirmed, mark.end <= current.sent else { return }
        self.current?.confirmed = mark.end
        self.current?.confirmedAt = self.eventLoop.now
        self.finishIfHeard()
    }

    /// The timer ran out: send more, or notice that the last mark does not come.
    func timerFired() {
        self.wake = nil
        guard let current = self.current else { return }
        if current.isSynthesised, current.waiting.readableBytes == 0, self.now >= self.markDeadline {
            self.report(.finished(current.speech, self.end(isComplete: current.confirmed >= current.sent)))
        } else {
            self.send()
        }
    }
}

// MARK: - Sending

extension CallTalker {
    private var now: Duration { .nanoseconds(Int64(clamping: self.eventLoop.now.uptimeNanoseconds)) }

    private var markDeadline: Duration { (self.pacer.playedOut ?? self.now) + self.configuration.markGrace }

    private func queue(_ audio: ByteBuffer) {
        guard let produced = self.current?.produced, produced < self.configuration.longestSpeech else { return }
        var audio = audio
        self.current?.produced += .telephony(bytes: audio.readableBytes)
        self.current?.waiting.writeBuffer(&audio)
        self.send()
    }

    /// Twilio plays whole frames; the rest of the last one is silence.
    private func padLastFrame() {
        guard let waiting = self.current?.waiting.readableBytes, waiting % 160 != 0 else { return }
        self.current?.waiting.writeRepeatingByte(MuLaw.silence, count: 160 - waiting % 160)
    }

    private func send() {
        guard let current = self.current else { return }
        // Until the engine is done the tail may not be a whole chunk yet: keep it.
        let chunk = self.configuration.chunk.telephonyBytes
        let ready = current.waiting.readableBytes
        let queued = current.isSynthesised ? ready : ready / chunk * chunk
        let step = self.pacer.next(now: self.now, queued: queued)
        if step.bytes > 0, !self.send(bytes: step.bytes, chunk: chunk) { return self.stuck() }
        if self.finishIfHeard() { return }
        self.schedule(step.wake ?? (current.isSynthesised ? self.markDeadline : nil))
    }

    private func send(bytes: Int, chunk: Int) -> Bool {
        var left = bytes
        while left > 0, let piece = self.current?.waiting.readSlice(length: min(chunk, left)) {
            left -= piece.readableBytes
            guard self.line.play(piece) else { return false }
            self.noteSent(.telephony(bytes: piece.readableBytes))
        }
        return true
    }

    private func noteSent(_ duration: Duration) {
        guard var current = self.current else { return }
        let isFirst = current.startedAt == nil
        if isFirst { current.startedAt = self.eventLoop.now }
        current.sent += duration
        self.sentFrames += Int(duration / .telephonyFrame)
        self.line.mark(Mark(speech: current.speech.number, end: current.sent).name)
        self.current = current
        if isFirst { self.report(.started(current.speech)) }
    }

    private func stuck() {
        guard let speech = self.current?.speech else { return }
        self.line.clear()
        self.report(.stuck(speech, self.end(isComplete: false)))
    }

    @discardableResult
    private func finishIfHeard() -> Bool {
        guard let current = self.current, current.isSynthesised, current.waiting.readableBytes == 0 else {
            return false
        }
        guard current.confirmed >= current.sent else { return false }
        self.report(.finished(current.speech, self.end(isComplete: true)))
        return true
    }

    private func schedule(_ time: Duration?) {
        self.wake?.cancel()
        self.wake = nil
        guard let time else { return }
        let tick = self.tick
        let delay = max(time - self.now, .zero)
        self.wake = self.eventLoop.scheduleTask(in: TimeAmount(delay)) { tick() }
    }

    /// Forgets the speech and says what was heard of it.
    private func end(isComplete: Bool) -> HeardSpeech {
        guard let current = self.current else { preconditionFailure("CallTalker.end without a speech") }
        current.synthesis?.cancel()
        self.schedule(nil)
        self.current = nil
        if isComplete { return HeardSpeech(text: current.speech.reply.text, played: current.sent, isComplete: true) }
        let played = self.played(of: current)
        let total = current.isSynthesised ? current.produced : max(current.produced, current.cut.wordEnds.last ?? .zero)
        return HeardSpeech(text: current.cut.heard(played: played, of: total), played: played, isComplete: false)
    }

    /// The last mark, and since then the time that has passed, but no more than was sent.
    private func played(of current: Current) -> Duration {
        guard let since = current.confirmedAt ?? current.startedAt else { return .zero }
        let elapsed = Duration.nanoseconds((self.eventLoop.now - since).nanoseconds)
        return min(current.confirmed + elapsed, current.sent)
    }
}

/// A mark's name: the speech it belongs to and how much of it has been played when it returns, in milliseconds.
private struct Mark {
    let speech: Int
    let end: Duration

    init(speech: Int, end: Duration) {
        self.speech = speech
        self.end = end
    }

    init?(_ name: String) {
        let parts = name.utf8.split(separator: UInt8(ascii: "."))
        guard parts.count == 2, let speech = Int(Substring(parts[0])), let end = Int(Substring(parts[1])) else {
            return nil
        }
        self.speech = speech
        self.end = .milliseconds(end)
    }

    var name: String { "\(self.speech).\(self.end.milliseconds)" }
}
