// SPDX-License-Identifier: Apache-2.0

/// A RIFF/WAVE recording as 16-bit samples.
///
/// Reads PCM of 8 and 16 bits, mu-law and the extensible header around them; writes 16-bit PCM and mu-law. Layout after
/// Microsoft's "Multimedia Programming Interface and Data Specifications 1.0" and RFC 2361.
///
/// ```swift
/// let recording = try WAVFile(bytes)
/// let telephone = Resampler.convert(recording.mono(), from: recording.sampleRate, to: 8000)
/// let file = WAVFile(sampleRate: 8000, left: caller, right: agent).encoded(as: .muLaw)
/// ```
public struct WAVFile: Equatable, Sendable {
    /// Samples of one channel in a second.
    public var sampleRate: Int
    /// How many channels are interleaved in ``samples``.
    public var channels: Int
    /// All samples, those of one moment side by side.
    public var samples: [Int16]
    /// Whether the file ended before its header said so; ``samples`` is what was there.
    public internal(set) var isTruncated = false

    /// A recording of interleaved samples; rate and channels must be positive.
    public init(sampleRate: Int, channels: Int = 1, samples: [Int16]) {
        precondition(sampleRate > 0 && channels > 0, "WAVFile: rate \(sampleRate), channels \(channels)")
        self.sampleRate = sampleRate
        self.channels = channels
        self.samples = samples
    }

    /// A stereo recording; the shorter side is filled up with silence.
    public init(sampleRate: Int, left: [Int16], right: [Int16]) {
        let count = max(left.count, right.count)
        var samples = [Int16](repeating: 0, count: count * 2)
        for index in left.indices { samples[index * 2] = left[index] }
        for index in right.indices { samples[index * 2 + 1] = right[index] }
        self.init(sampleRate: sampleRate, channels: 2, samples: samples)
    }

    /// How many samples each channel has.
    public var sampleCount: Int { self.samples.count / self.channels }

    /// How long the recording plays.
    public var duration: Duration {
        AudioFormat(encoding: .linear16, sampleRate: self.sampleRate).duration(ofSamples: self.sampleCount)
    }

    /// The samples of one channel; the first is channel 0.
    public func channel(_ number: Int) -> [Int16] {
        precondition((0..<self.channels).contains(number), "WAVFile: channel \(number) of \(self.channels)")
        return stride(from: number, to: self.sampleCount * self.channels, by: self.channels).map { self.samples[$0] }
    }

    /// All channels mixed to one, by their mean.
    public func mono() -> [Int16] {
        guard self.channels > 1 else { return self.samples }
        return (0..<self.sampleCount).map { index in
            let start = index * self.channels
            let sum = self.samples[start..<start + self.channels].reduce(0) { $0 + Int($1) }
            return Int16(sum / self.channels)
        }
    }
}
