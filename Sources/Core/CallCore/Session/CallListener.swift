// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio

/// Listens to the caller: puts frames in order, keeps the call's audio clock, and feeds the recogniser.
/// Lives on the call's event loop.
final class CallListener {
    private typealias Kept = (frame: InboundFrame, audio: ByteBuffer)

    /// Up to here a difference between the sender's clock and the count of samples is jitter.
    private static let jitter = Duration.milliseconds(60)
    /// How far all gaps together may exceed the time that has really passed; a leap beyond is not believed.
    private static let slack = Duration.seconds(10)

    private let recognition: any RecognitionSession
    private let startedAt: NIODeadline
    private var order = FrameOrder<Kept>()
    private var isListening = true
    private var reported = Counts()
    /// All gaps so far.
    private var skipped = Duration.zero
    /// Where the next sample stands.
    private(set) var position = Duration.zero
    /// When audio first arrived.
    private(set) var firstMedia: NIODeadline?
    /// When audio last arrived.
    private(set) var lastMedia: NIODeadline
    /// Frames taken since the start.
    private(set) var frames = 0
    /// Leaps of the sender's clock that were not believed.
    private(set) var disbelieved = 0

    init(recognition: any RecognitionSession, now: NIODeadline) {
        self.recognition = recognition
        self.startedAt = now
        self.lastMedia = now
    }

    /// Frames since the last report.
    struct Counts {
        var frames = 0
        /// Never came.
        var missing = 0
        /// Came twice or too late.
        var dropped = 0
    }

    /// What has come since the last time this was asked.
    func takeCounts() -> Counts {
        let total = Counts(
            frames: self.frames,
            missing: Int(clamping: self.order.missing),
            dropped: Int(clamping: self.order.dropped)
        )
        defer { self.reported = total }
        return Counts(
            frames: total.frames - self.reported.frames,
            missing: total.missing - self.reported.missing,
            dropped: total.dropped - self.reported.dropped
        )
    }

    /// Takes a frame as it arrives. The buffer is only lent.
    func hear(_ audio: ByteBuffer, _ frame: InboundFrame, now: NIODeadline) {
        self.lastMedia = now
        if self.frames == 0 { self.firstMedia = now }
        self.frames &+= 1
        guard self.isListening, audio.readableBytes > 0 else { return }
        guard frame.chunk != 0 else { return self.take(audio, frame) }
        switch self.order.judge(frame.chunk, (frame, audio.copied)) {
        case .take: self.take(audio, frame)
        case .keep, .drop: break
        }
        while self.order.isWaiting, let kept = self.order.next() { self.take(kept.audio, kept.frame) }
    }

    /// The engine at work, where it is not the recogniser's own.
    var engine: String? { self.recognition.engine }

    /// How often the engine was connected anew in this call.
    var reconnects: Int { self.recognition.reconnects }

    /// Audio that the engine has taken and not recognised because it was away.
    var backlog: Duration { self.recognition.backlog }

    /// What an engine that failed has not recognised, where it tells: where that begins and how much it is.
    func takeUnheard() -> (length: Duration, offset: Duration)? {
        guard let stretches = self.recognition.takeUnheard()?.stretches, let first = stretches.first else { return nil }
        return (.telephony(bytes: stretches.reduce(0) { $0 + $1.audio.readableBytes }), first.offset)
    }

    /// No more audio will come.
    func finish() {
        guard self.isListening else { return }
        for kept in self.order.rest() { self.take(kept.audio, kept.frame) }
        self.isListening = false
        self.recognition.finish()
    }

    /// Nobody wants the words any more, or there are no ears any more.
    func cancel() {
        self.isListening = false
        self.recognition.cancel()
    }

    private func take(_ audio: ByteBuffer, _ frame: InboundFrame) {
        let ahead = frame.offset - self.position
        if ahead > Self.jitter { self.skip(ahead) }
        self.recognition.hear(audio, at: self.position)
        self.position += .telephony(bytes: audio.readableBytes)
    }

    /// Nobody filled this gap. A clock that leaps further than time has passed would make the engine wait, or fill hours
    /// of silence.
    private func skip(_ gap: Duration) {
        let passed = Duration.nanoseconds((self.lastMedia - self.startedAt).nanoseconds)
        guard self.skipped + gap <= passed + Self.slack else { return self.disbelieved += 1 }
        self.skipped += gap
        self.position += gap
    }
}

extension ByteBuffer {
    /// The same bytes in a storage of their own, for a buffer that is only lent.
    var copied: ByteBuffer {
        var copy = ByteBuffer()
        copy.writeImmutableBuffer(self)
        return copy
    }
}
