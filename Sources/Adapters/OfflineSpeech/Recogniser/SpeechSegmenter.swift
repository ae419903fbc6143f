// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import TelephonyAudio

/// Cuts a call's audio into stretches of speech; decides only, by voice activity, and keeps the audio of the stretch.
///
/// All positions are samples from the start of the stream.
struct SpeechSegmenter {
    /// A stretch of speech with a little silence around it.
    struct Segment: Hashable, Sendable {
        /// mu-law, from ``start`` on.
        var audio: [UInt8]
        /// Position of the first byte.
        var start: Int
        /// From the first to the last loud sample.
        var speech: Range<Int>
    }

    /// What the session should do.
    enum Action: Hashable {
        /// Report that the caller speaks.
        case speechStarted(at: Int)
        /// The caller pauses: what was said so far may be all, so recognise it on suspicion.
        case paused(Segment)
        /// The stretch is over. `endsTurn` is false when it was only too long.
        case ended(Segment, endsTurn: Bool)
    }

    /// Silence before and after speech that is recognised with it.
    private static let before = Duration.milliseconds(300).telephonyBytes
    private static let after = Duration.milliseconds(240).telephonyBytes
    /// A pause after which a guess is worth its while.
    private static let pause = Duration.milliseconds(260).telephonyBytes
    /// Offsets that differ by less from the count of bytes are the network's rounding, not a gap.
    private static let tolerance = Duration.milliseconds(40).telephonyBytes
    private static let frame = Duration.telephonyFrame.telephonyBytes

    private var detector: VoiceActivityDetector
    private let longest: Int
    private let hangOver: Int
    /// Position of the detector's first sample.
    private var base = 0
    private var audio: [UInt8] = []
    /// Position of the first byte of `audio`.
    private var audioStart = 0
    private var speechStart: Int?
    private var guessedEnd: Int?
    /// Bytes of a frame that is not complete.
    private var partial: [UInt8] = []

    /// A segmenter; `longest` bounds a stretch and with it the memory.
    init(endOfTurnSilence: Duration, longest: Duration) {
        var configuration = VoiceActivityDetector.Configuration()
        configuration.hangOver = endOfTurnSilence
        self.detector = VoiceActivityDetector(configuration: configuration)
        self.longest = longest.telephonyBytes
        self.hangOver = endOfTurnSilence.telephonyBytes
    }

    /// Position behind the last complete frame.
    var position: Int { self.base + self.detector.position }

    /// Bytes kept now.
    var heldBytes: Int { self.audio.count + self.partial.count }

    /// Takes audio; `sample` is where it stands in the stream.
    mutating func hear(_ bytes: UnsafeRawBufferPointer, at sample: Int) -> [Action] {
        var actions: [Action] = []
        let ahead = sample - (self.position + self.partial.count)
        var bytes = bytes
        if ahead > Self.tolerance {
            actions = self.skip(ahead)
        } else if ahead < -Self.tolerance {
            bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(-ahead))
        }
        for byte in bytes {
            self.partial.append(byte)
            if self.partial.count == Self.frame { self.take(&actions) }
        }
        return actions
    }

    /// No more audio comes.
    mutating func finish() -> [Action] {
        var actions: [Action] = []
        if !self.partial.isEmpty { self.take(&actions) }
        if case .speechEnded(let end) = self.detector.finish() {
            self.close(at: self.base + end, endsTurn: true, &actions)
        }
        return actions
    }

    /// A gap: silence long enough to end what was being said, and the rest as nothing at all.
    private mutating func skip(_ gap: Int) -> [Action] {
        var actions: [Action] = []
        let filled = min(gap, self.hangOver + 2 * Self.frame)
        for _ in 0..<filled {
            self.partial.append(MuLaw.silence)
            if self.partial.count == Self.frame { self.take(&actions) }
        }
        guard gap > filled else { return actions }
        if !self.partial.isEmpty { self.take(&actions) }
        let target = self.audioStart + self.audio.count + gap - filled
        self.base += target - self.position
        self.audio.removeAll(keepingCapacity: true)
        self.audioStart = self.position
        return actions
    }

    private mutating func take(_ actions: inout [Action]) {
        let event = self.detector.process(self.partial)
        self.audio += self.partial
        self.partial.removeAll(keepingCapacity: true)
        switch event {
        case .speechStarted(let at):
            self.speechStart = self.base + at
            self.trim(to: self.base + at - Self.before)
            actions.append(.speechStarted(at: self.base + at))
        case .speechEnded(let end):
            self.close(at: self.base + end, endsTurn: true, &actions)
        case nil where self.speechStart != nil:
            self.goOn(&actions)
        case nil:
            // Speech is dated back to its first loud frame, so a little more than ``before`` is kept.
            self.trim(to: self.position - Self.before - 2 * Self.before)
        }
    }

    private mutating func goOn(_ actions: inout [Action]) {
        let end = self.base + self.detector.lastLoudSample
        if self.audio.count >= self.longest {
            self.close(at: self.quietestPlace(), endsTurn: false, &actions)
        } else if self.position - end >= Self.pause, self.guessedEnd != end, let segment = self.segment(to: end) {
            self.guessedEnd = end
            actions.append(.paused(segment))
        }
    }

    private func segment(to end: Int) -> Segment? {
        guard let start = self.speechStart else { return nil }
        let count = min(end + Self.after - self.audioStart, self.audio.count)
        return Segment(
            audio: Array(self.audio.prefix(count)),
            start: self.audioStart,
            speech: start..<max(start, end)
        )
    }

    private mutating func close(at end: Int, endsTurn: Bool, _ actions: inout [Action]) {
        guard let segment = self.segment(to: end) else { return }
        actions.append(.ended(segment, endsTurn: endsTurn))
        self.guessedEnd = nil
        self.speechStart = endsTurn ? nil : end
        self.trim(to: end)
    }

    /// In the last two seconds, between two words if there is such a place.
    private func quietestPlace() -> Int {
        let window = min(self.audio.count, Duration.seconds(2).telephonyBytes)
        let first = self.audio.count - window
        var best = (level: Double.infinity, index: self.audio.count)
        self.audio.withUnsafeBytes { bytes in
            for index in stride(from: first, to: bytes.count - Self.frame, by: Self.frame) {
                let frame = UnsafeRawBufferPointer(rebasing: bytes[index..<index + Self.frame])
                let level = LevelMeter.measure(muLaw: frame).rms
                if level < best.level { best = (level, index + Self.frame / 2) }
            }
        }
        return self.audioStart + best.index
    }

    private mutating func trim(to sample: Int) {
        let count = min(max(sample - self.audioStart, 0), self.audio.count)
        self.audio.removeFirst(count)
        self.audioStart += count
    }
}
#endif
