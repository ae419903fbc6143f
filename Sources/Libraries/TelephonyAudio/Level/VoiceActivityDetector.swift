// SPDX-License-Identifier: Apache-2.0

/// Tells speech from silence by energy, frame by frame.
///
/// The noise floor is the quietest frame of the last seconds, so it follows a noisy line, and a noise that stays (a fan, a
/// tone) stops counting as speech after ``Configuration/memory``. Speech begins after a few loud frames in a row, dated back to
/// the first of them, and ends after a quiet time, dated back to its last loud frame.
///
/// ```swift
/// var detector = VoiceActivityDetector()
/// switch detector.process(frame) {
/// case .speechStarted(let sample): …
/// case .speechEnded(let sample): …
/// case nil: break
/// }
/// ```
public struct VoiceActivityDetector: Sendable {
    /// A change between silence and speech. Positions count samples since the detector began.
    public enum Event: Hashable, Sendable {
        /// Somebody began to speak at this sample.
        case speechStarted(at: Int)
        /// The last loud sample lies before this one.
        case speechEnded(at: Int)
    }

    /// What the detector decides by.
    public struct Configuration: Hashable, Sendable {
        /// Decibels above the noise floor that count as speech.
        public var margin = 10.0
        /// Decibels above the noise floor below which speech that goes on becomes a pause.
        public var releaseMargin = 7.0
        /// Nothing quieter than this is speech, in dBFS.
        public var minimumLevel = -48.0
        /// How long it must be loud before it is speech; clicks are shorter.
        public var minimumSpeech = Duration.milliseconds(60)
        /// How long it must be quiet before speech has ended.
        public var hangOver = Duration.milliseconds(700)
        /// How far back the noise floor looks.
        public var memory = Duration.seconds(4)

        /// The defaults, for a telephone line.
        public init() {}
    }

    /// What the detector decides by.
    public let configuration: Configuration
    /// Samples taken so far.
    public private(set) var position = 0
    /// Whether speech has begun and not ended; pauses shorter than the hang-over belong to it.
    public private(set) var isSpeaking = false
    /// The level of the last frame.
    public private(set) var level = AudioLevel.silence
    /// End of the last frame that was loud, as a sample position.
    public private(set) var lastLoudSample = 0

    private var floor = NoiseFloor()
    private var loudSince: Int?
    private let minimumSpeech: Int
    private let hangOver: Int

    /// A detector for mu-law at 8 kHz.
    public init(configuration: Configuration = Configuration()) {
        self.configuration = configuration
        self.minimumSpeech = configuration.minimumSpeech.telephonyBytes
        self.hangOver = configuration.hangOver.telephonyBytes
        self.floor.window = max(1, configuration.memory.telephonyBytes / 2)
    }

    /// The noise floor in dBFS.
    public var noiseFloor: Double { self.floor.level }

    /// How long it has been quiet while speech is on, or since the last speech.
    public var quietTime: Duration { .telephony(bytes: self.position - self.lastLoudSample) }

    /// Takes a frame (20 ms is usual, any length works) and says what changed.
    public mutating func process(_ frame: UnsafeRawBufferPointer) -> Event? {
        guard !frame.isEmpty else { return nil }
        self.level = LevelMeter.measure(muLaw: frame)
        let begin = self.position
        self.position += frame.count
        self.floor.note(self.level.rms, samples: frame.count)
        let margin = self.isSpeaking ? self.configuration.releaseMargin : self.configuration.margin
        let isLoud = self.level.rms >= max(self.floor.level + margin, self.configuration.minimumLevel)
        return isLoud ? self.loud(from: begin) : self.quiet()
    }

    /// Takes a frame and says what changed.
    public mutating func process(_ frame: [UInt8]) -> Event? {
        frame.withUnsafeBytes { self.process($0) }
    }

    /// Ends speech that is on, because no more audio comes.
    public mutating func finish() -> Event? {
        self.loudSince = nil
        guard self.isSpeaking else { return nil }
        self.isSpeaking = false
        return .speechEnded(at: self.lastLoudSample)
    }

    private mutating func loud(from begin: Int) -> Event? {
        let since = self.loudSince ?? begin
        self.loudSince = since
        if self.isSpeaking {
            self.lastLoudSample = self.position
            return nil
        }
        guard self.position - since >= self.minimumSpeech else { return nil }
        self.lastLoudSample = self.position
        self.isSpeaking = true
        return .speechStarted(at: since)
    }

    private mutating func quiet() -> Event? {
        self.loudSince = nil
        guard self.isSpeaking, self.position - self.lastLoudSample >= self.hangOver else { return nil }
        self.isSpeaking = false
        return .speechEnded(at: self.lastLoudSample)
    }
}
