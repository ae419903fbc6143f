// SPDX-License-Identifier: Apache-2.0

/// How samples are laid out in bytes: encoding, rate and channels.
///
/// ```swift
/// AudioFormat.telephony.duration(ofBytes: 160)            // 20 ms
/// AudioFormat.telephony.bytes(in: .milliseconds(20))      // 160
/// ```
public struct AudioFormat: Hashable, Sendable {
    /// How one sample is written.
    public enum Encoding: String, Hashable, Sendable {
        /// G.711 mu-law, one byte a sample.
        case muLaw
        /// Signed 16-bit linear samples, little-endian.
        case linear16

        /// Bytes of one sample of one channel.
        public var bytesPerSample: Int {
            switch self {
            case .muLaw: 1
            case .linear16: 2
            }
        }
    }

    /// How one sample is written.
    public var encoding: Encoding
    /// Samples of one channel in a second.
    public var sampleRate: Int
    /// Channels, interleaved sample by sample.
    public var channels: Int

    /// What telephone networks carry: mu-law, 8000 samples a second, one channel.
    public static let telephony = AudioFormat(encoding: .muLaw, sampleRate: 8000)

    /// A format; rate and channels must be positive.
    public init(encoding: Encoding, sampleRate: Int, channels: Int = 1) {
        precondition(sampleRate > 0 && channels > 0, "AudioFormat: rate \(sampleRate), channels \(channels)")
        self.encoding = encoding
        self.sampleRate = sampleRate
        self.channels = channels
    }

    /// Bytes of one sample of all channels.
    public var bytesPerFrame: Int { self.encoding.bytesPerSample * self.channels }

    /// Bytes of one second.
    public var bytesPerSecond: Int { self.bytesPerFrame * self.sampleRate }

    /// How long that many bytes play. Exact to the nanosecond below; a part of a sample does not count.
    public func duration(ofBytes bytes: Int) -> Duration {
        self.duration(ofSamples: bytes / self.bytesPerFrame)
    }

    /// How long that many samples of each channel play.
    public func duration(ofSamples samples: Int) -> Duration {
        let (seconds, rest) = samples.quotientAndRemainder(dividingBy: self.sampleRate)
        return .seconds(seconds) + .nanoseconds(rest * 1_000_000_000 / self.sampleRate)
    }

    /// Samples of each channel in that time, rounded down; none for a negative time.
    public func samples(in duration: Duration) -> Int {
        guard duration > .zero else { return 0 }
        // A century is more than anybody means, and keeps the arithmetic in range.
        let (seconds, attoseconds) = min(duration, .seconds(3_200_000_000)).components
        return Int(seconds) * self.sampleRate + Int(attoseconds / 1_000_000_000) * self.sampleRate / 1_000_000_000
    }

    /// Bytes that play for that long, rounded down to whole samples.
    public func bytes(in duration: Duration) -> Int {
        self.samples(in: duration) * self.bytesPerFrame
    }
}
