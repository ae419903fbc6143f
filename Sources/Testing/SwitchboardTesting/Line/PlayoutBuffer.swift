// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// What Twilio does with the audio it is sent: keeps it in order, plays it in real time, echoes marks when everything
/// before them has been played, and throws everything away on `clear`.
///
/// A pure value without a clock: whoever owns it asks every 20 ms for what the caller hears next. Rules after Twilio's
/// page "Media Streams – WebSocket Messages".
///
/// ```swift
/// var playout = PlayoutBuffer()
/// playout.enqueue(audio)
/// playout.mark("greeting")
/// let heard = playout.play(160)        // heard.audio, heard.marks
/// ```
public struct PlayoutBuffer: Sendable {
    /// What the caller hears in a stretch of time.
    public struct Played: Sendable, Hashable {
        /// The samples that were queued; fewer than asked for when the buffer ran dry, the rest is silence.
        public var audio: ByteBuffer
        /// Marks whose audio has now been played, in order.
        public var marks: [String]
    }

    private struct PendingMark: Sendable {
        var name: String
        /// How many samples must have been played before it.
        var position: Int
    }

    /// How many samples are kept at most; Twilio keeps ten minutes.
    public let capacity: Int
    /// Samples played so far; cleared ones do not count.
    public private(set) var playedSamples = 0
    /// Samples that did not fit.
    public private(set) var discardedSamples = 0
    /// Samples thrown away by ``clear()``.
    public private(set) var clearedSamples = 0

    private var audio = ByteBuffer()
    private var marks = CircularBuffer<PendingMark>()
    /// Samples that left the buffer's front, played or cleared.
    private var consumed = 0

    /// A buffer; `capacity` is in samples of 8 kHz mu-law.
    public init(capacity: Int = 600 * 8000) {
        self.capacity = capacity
    }

    /// Samples that wait to be played.
    public var queuedSamples: Int { self.audio.readableBytes }

    /// Whether nothing waits to be played.
    public var isEmpty: Bool { self.audio.readableBytes == 0 }

    /// Names of the marks that wait for their audio, in order.
    public var pendingMarks: [String] { self.marks.map(\.name) }

    /// Takes audio behind what is there.
    ///
    /// - Parameter samples: mu-law bytes.
    /// - Returns: how many of them were discarded because the buffer is full.
    @discardableResult
    public mutating func enqueue(_ samples: some Collection<UInt8>) -> Int {
        let room = max(0, self.capacity - self.queuedSamples)
        let excess = max(0, samples.count - room)
        self.audio.writeBytes(samples.dropLast(excess))
        self.discardedSamples += excess
        return excess
    }

    /// Puts a mark behind the audio that is there.
    ///
    /// - Parameter name: what the server calls it.
    /// - Returns: the marks to echo now: this one when nothing is queued, otherwise none.
    public mutating func mark(_ name: String) -> [String] {
        guard !self.isEmpty else { return [name] }
        self.marks.append(PendingMark(name: name, position: self.consumed + self.queuedSamples))
        return []
    }

    /// Throws the audio away.
    ///
    /// - Returns: every pending mark, to be echoed at once.
    public mutating func clear() -> [String] {
        self.clearedSamples += self.queuedSamples
        self.consumed += self.queuedSamples
        self.audio.clear()
        return self.takeReachedMarks()
    }

    /// Plays on for so many samples.
    ///
    /// - Parameter count: how much time passes; 160 samples are 20 ms.
    /// - Returns: the audio that was there, and the marks reached.
    public mutating func play(_ count: Int) -> Played {
        let available = min(max(0, count), self.queuedSamples)
        let audio = self.audio.readSlice(length: available) ?? ByteBuffer()
        self.audio.discardReadBytes()
        self.playedSamples += available
        self.consumed += available
        return Played(audio: audio, marks: self.takeReachedMarks())
    }

    private mutating func takeReachedMarks() -> [String] {
        var reached: [String] = []
        while let first = self.marks.first, first.position <= self.consumed {
            reached.append(first.name)
            self.marks.removeFirst()
        }
        return reached
    }
}
