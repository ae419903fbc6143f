// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio

/// Speaks to the caller: synthesises, sends no further ahead than it must, and knows by the returning marks what was
/// heard. One speech at a time, and each ends in exactly one of `finished`, `failed`, `stuck` and ``stop()``. Lives on
/// the call's event loop.
///
/// The line and the session may call back while they are called (a broken socket ends the call, a finished speech begins
/// the next): state is settled before every such call and looked at anew after it.
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
        /// How long the engine may keep us waiting for sound.
        var synthesisDeadline: Duration = .seconds(10)
    }

    /// What became of a speech.
    enum Event {
        /// The engine has made all sound, or as much as we say.
        case synthesised(Speech, voice: String?, SpeechOrigin?)
        /// The first audio has been sent.
        case started(Speech)
        /// The first mark came back, so long after the first audio was sent: a first piece was heard.
        case heard(Speech, after: Duration)
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
        /// No more sound will come.
        var isSynthesised = false
        /// What came was longer than we say, and the rest was thrown away.
        var isCutOff = false
        var produced = Duration.zero
        var sent = Duration.zero
        var confirmed = Duration.zero
        /// When the first audio was sent, and when the last mark came back.
        var startedAt: NIODeadline?
        var confirmedAt: NIODeadline?
        /// When the engine last gave a sign of life.
        var engineAt: NIODeadline
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

    /// Begins a speech, whose sound is made within the span of `trace`. The one before must be over.
    func say(_ speech: Speech, in trace: PropagatedTrace? = nil) {
        precondition(self.current == nil, "CallTalker.say while speaking")
        self.pacer.reset()
        self.current = Current(
            speech: speech,
            cut: SpeechCut(text: speech.reply.text),
            engineAt: self.eventLoop.now
        )
        let request = SynthesisRequest(
            text: speech.reply.text,
            voice: self.configuration.voice,
            isReusable: speech.reply.isReusable,
            trace: trace
        )
        let deliver = self.deliver
        let number = speech.number
        let synthesis = self.synthesiser.speak(request, on: self.eventLoop) { deliver($0, number) }
        guard self.isSaying(number) else { return synthesis.cancel() }
        self.current?.synthesis = synthesis
        if self.wake == nil { self.schedule(self.patience) }
    }

    /// Falls silent at once and tells what was heard; `nil` if nothing was being said.
    func stop() -> (Speech, HeardSpeech)? {
        guard let speech = self.current?.speech else { return nil }
        // First the account, then `clear`: it brings all marks back, those of what was never heard too.
        let heard = self.end(isComplete: false)
        self.line.clear()
        return (speech, heard)
    }

    /// Takes what the engine says about speech `number`.
    func synthesised(_ event: SynthesisEvent, number: Int) {
        guard self.isSaying(number), self.current?.isSynthesised == false else { return }
        self.current?.engineAt = self.eventLoop.now
        switch event {
        case .word(_, let end): self.current?.cut.word(endingAt: end)
        case .audio(let audio): self.queue(audio)
        case .finished: self.synthesisEnded()
        case .failed(let error): self.fail(error)
        }
    }

    /// Frames of 20 ms sent since the last time this was asked.
    func takeSentFrames() -> Int {
        defer { self.sentFrames = 0 }
        return self.sentFrames
    }

    /// Takes a mark that came back. Marks of earlier speeches are echoes of a `clear` and say nothing.
    func markReturned(_ name: String) {
        guard let current = self.current, let mark = SpeechMark(name), mark.speech == current.speech.number else {
            return
        }
        guard mark.end > current.confirmed, mark.end <= current.sent else { return }
        self.current?.confirmed = mark.end
        self.current?.confirmedAt = self.eventLoop.now
        if current.confirmedAt == nil, let startedAt = current.startedAt {
            self.report(.heard(current.speech, after: .nanoseconds((self.eventLoop.now - startedAt).nanoseconds)))
        }
        self.finishIfHeard()
    }

    /// The timer ran out: send more, or notice that the last mark or the engine's next sound does not come.
    func timerFired() {
        self.wake = nil
        guard let current = self.current else { return }
        if current.isSynthesised, current.waiting.readableBytes == 0, self.now >= self.markDeadline {
            self.report(.finished(current.speech, self.end(isComplete: true)))
        } else if !current.isSynthesised, self.sendable == 0, self.now >= self.engineDeadline {
            self.fail(SpeechError(.engineFailure, "The synthesiser delivered no sound for too long."))
        } else {
            self.send()
        }
    }

    private func isSaying(_ number: Int) -> Bool { self.current?.speech.number == number }
}

// MARK: - Taking sound

extension CallTalker {
    private func queue(_ audio: ByteBuffer) {
        guard let produced = self.current?.produced else { return }
        var audio = audio
        let room = (self.configuration.longestSpeech - produced).telephonyBytes
        self.current?.produced += .telephony(bytes: audio.readableBytes)
        let isTooLong = audio.readableBytes > room
        if isTooLong { audio.moveWriterIndex(to: audio.readerIndex + room) }
        if self.current?.waiting.readableBytes == 0 {
            self.current?.waiting = audio
        } else {
            self.current?.waiting.discardReadBytes()
            self.current?.waiting.writeBuffer(&audio)
        }
        guard isTooLong else { return self.send() }
        self.current?.isCutOff = true
        self.current?.synthesis?.cancel()
        self.synthesisEnded()
    }

    private func synthesisEnded() {
        self.current?.isSynthesised = true
        self.padLastFrame()
        if let current = self.current {
            self.report(.synthesised(current.speech, voice: current.synthesis?.engine, current.synthesis?.origin))
        }
        self.send()
    }

    /// Twilio plays whole frames; the rest of the last one is silence.
    private func padLastFrame() {
        guard let waiting = self.current?.waiting.readableBytes, waiting % 160 != 0 else { return }
        self.current?.waiting.writeRepeatingByte(MuLaw.silence, count: 160 - waiting % 160)
    }

    private func fail(_ error: SpeechError) {
        guard let speech = self.current?.speech else { return }
        let heard = self.end(isComplete: false)
        self.line.clear()
        self.report(.failed(speech, heard, error))
    }
}

// MARK: - Sending

extension CallTalker {
    private var now: Duration { .nanoseconds(Int64(clamping: self.eventLoop.now.uptimeNanoseconds)) }

    private var markDeadline: Duration { (self.pacer.playedOut ?? self.now) + self.configuration.markGrace }

    private var engineDeadline: Duration {
        let since = self.current?.engineAt ?? self.eventLoop.now
        return .nanoseconds(Int64(clamping: since.uptimeNanoseconds)) + self.configuration.synthesisDeadline
    }

    /// How long we wait when there is nothing to send: for the last mark, or for the engine.
    private var patience: Duration { self.current?.isSynthesised == true ? self.markDeadline : self.engineDeadline }

    /// Bytes that may go out: until the engine is done the tail may not be a whole chunk yet and is kept.
    private var sendable: Int {
        guard let ready = self.current?.waiting.readableBytes, self.current?.isSynthesised == false else {
            return self.current?.waiting.readableBytes ?? 0
        }
        let chunk = self.configuration.chunk.telephonyBytes
        return ready / chunk * chunk
    }

    private func send() {
        guard let speech = self.current?.speech else { return }
        let step = self.pacer.next(now: self.now, queued: self.sendable)
        if step.bytes > 0, !self.send(step.bytes, of: speech) { return self.stuck(speech) }
        guard self.isSaying(speech.number), !self.finishIfHeard() else { return }
        self.schedule(step.wake ?? self.patience)
    }

    /// Sends so many bytes, as long as it is this speech that is said; `false` if the line does not take them.
    private func send(_ bytes: Int, of speech: Speech) -> Bool {
        var left = bytes
        let chunk = self.configuration.chunk.telephonyBytes
        while left > 0, self.isSaying(speech.number),
            let piece = self.current?.waiting.readSlice(length: min(chunk, left))
        {
            left -= piece.readableBytes
            guard self.line.play(piece) else { return false }
            if self.isSaying(speech.number) { self.noteSent(.telephony(bytes: piece.readableBytes), of: speech) }
        }
        return true
    }

    private func noteSent(_ duration: Duration, of speech: Speech) {
        let isFirst = self.current?.startedAt == nil
        if isFirst { self.current?.startedAt = self.eventLoop.now }
        let end = (self.current?.sent ?? .zero) + duration
        self.current?.sent = end
        self.sentFrames += Int(duration / .telephonyFrame)
        self.line.mark(SpeechMark(speech: speech.number, end: end).name)
        if isFirst { self.report(.started(speech)) }
    }

    private func stuck(_ speech: Speech) {
        guard self.isSaying(speech.number) else { return }
        let heard = self.end(isComplete: false)
        self.line.clear()
        self.report(.stuck(speech, heard))
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
        self.schedule(nil)
        self.current = nil
        let voice = current.synthesis?.engine
        current.synthesis?.cancel()
        if isComplete, !current.isCutOff {
            return HeardSpeech(text: current.speech.reply.text, played: current.sent, isComplete: true, voice: voice)
        }
        let played = isComplete ? current.sent : self.played(of: current)
        let text = current.cut.heard(played: played, of: current.produced, isAll: current.isSynthesised)
        return HeardSpeech(text: text, played: played, isComplete: false, voice: voice)
    }

    /// The last mark, and since then the time that has passed; but no more than could be played since it was sent.
    private func played(of current: Current) -> Duration {
        guard let since = current.confirmedAt ?? current.startedAt else { return .zero }
        let elapsed = Duration.nanoseconds((self.eventLoop.now - since).nanoseconds)
        let unplayed = max((self.pacer.playedOut ?? .zero) - self.now, .zero)
        return max(current.confirmed, min(current.confirmed + elapsed, current.sent - unplayed))
    }
}
