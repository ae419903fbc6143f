// SPDX-License-Identifier: Apache-2.0

/// Says how many bytes may be sent now so that the listener's buffer holds at most ``lead``, and when to ask again.
///
/// A pure value: the caller brings the time of a monotonic clock, sends what it is told and sets its timer. All times come from
/// the count of bytes sent, never from when a timer fired, so late timers do not add up.
///
/// ```swift
/// var pacer = FramePacer(lead: .milliseconds(200))
/// let step = pacer.next(now: clock.now - start, queued: buffer.readableBytes)
/// send(buffer.readSlice(length: step.bytes))
/// if let wake = step.wake { schedule(at: start + wake) }
/// ```
public struct FramePacer: Sendable {
    /// What happens to time that was missed.
    public enum LatePolicy: Hashable, Sendable {
        /// The listener's buffer ran dry, so the clock starts anew at the next byte: for a talker.
        case restart
        /// The timeline is fixed, so what is late follows, at most a ``FramePacer/lead`` at once: for a microphone.
        case catchUp
    }

    /// What to do now.
    public struct Step: Hashable, Sendable {
        /// Send so many of the queued bytes.
        public var bytes: Int
        /// Ask again at this time; `nil` when nothing is left to send.
        public var wake: Duration?

        /// A step.
        public init(bytes: Int, wake: Duration?) {
            self.bytes = bytes
            self.wake = wake
        }
    }

    /// The format of the bytes.
    public let format: AudioFormat
    /// The smallest piece that is sent, except for the last.
    public let frame: Duration
    /// How far ahead of the listener's ear may be sent; at least a frame.
    public let lead: Duration
    /// What happens to time that was missed.
    public let latePolicy: LatePolicy

    private let frameBytes: Int
    /// When the first byte plays, and how many bytes follow it: together the end of what was sent.
    private var origin: Duration?
    private var sent = 0

    /// A pacer. `frame` must be positive; a `lead` shorter than a frame is raised to one.
    public init(
        format: AudioFormat = .telephony,
        frame: Duration = .telephonyFrame,
        lead: Duration = .telephonyFrame,
        latePolicy: LatePolicy = .restart
    ) {
        self.format = format
        self.frameBytes = format.bytes(in: frame)
        precondition(self.frameBytes > 0, "FramePacer: frame \(frame)")
        self.frame = frame
        self.lead = max(lead, frame)
        self.latePolicy = latePolicy
    }

    /// When the listener will have played everything that was sent; `nil` before the first byte.
    public var playedOut: Duration? {
        self.origin.map { $0 + self.format.duration(ofBytes: self.sent) }
    }

    /// Decides what to send.
    /// - Parameters:
    ///   - now: the time of a monotonic clock, since any origin that stays the same.
    ///   - queued: bytes that wait to be sent.
    /// - Returns: how many of them to send now, and when to ask again. Whole frames, until fewer than a frame are queued.
    public mutating func next(now: Duration, queued: Int) -> Step {
        guard queued > 0 else { return Step(bytes: 0, wake: nil) }
        let end = self.resume(now)
        let room = min(now + self.lead - end, self.lead)
        let allowed = self.format.bytes(in: room) / self.frameBytes * self.frameBytes
        let bytes = min(queued, allowed)
        self.sent += bytes
        guard bytes < queued else { return Step(bytes: bytes, wake: nil) }
        let wake = end + self.format.duration(ofBytes: bytes) + self.frame - self.lead
        // Still late after a whole lead (`catchUp`): the rest follows at twice the speed, not in one burst.
        return Step(bytes: bytes, wake: wake > now ? wake : now + self.frame / 2)
    }

    /// Forgets what was sent, because the listener threw it away (Twilio's `clear`).
    public mutating func reset() {
        self.origin = nil
        self.sent = 0
    }

    /// The end of what was sent, moved up to now where the policy says so.
    private mutating func resume(_ now: Duration) -> Duration {
        if let playedOut = self.playedOut, self.latePolicy == .catchUp || playedOut >= now { return playedOut }
        self.origin = now
        self.sent = 0
        return now
    }
}
