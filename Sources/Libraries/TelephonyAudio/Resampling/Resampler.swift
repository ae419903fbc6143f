// SPDX-License-Identifier: Apache-2.0

/// Changes the sampling rate of a stream of samples, by any ratio of whole numbers.
///
/// A polyphase windowed-sinc filter (Kaiser, 70 dB): what the lower rate cannot carry is removed first, so nothing
/// folds back. Output is aligned with input. State is kept between calls: cutting a stream into pieces changes nothing.
///
/// ```swift
/// var resampler = Resampler(from: 16_000, to: 8_000)
/// var telephone = resampler.process(speech)
/// telephone += resampler.finish()
/// ```
public struct Resampler: Sendable {
    /// Samples a second that go in.
    public let inputRate: Int
    /// Samples a second that come out.
    public let outputRate: Int

    /// Zero crossings of the sinc on each side, the share of the band that is kept, and the Kaiser window's beta
    /// for 70 dB: flat to 3.45 kHz and gone at 4 kHz when the lower rate is 8 kHz.
    private static let zeroCrossings = 32.0
    private static let rolloff = 0.93
    private static let beta = 6.76

    /// `nil` when the rates are equal.
    private var filter: PolyphaseFilter?

    /// A converter between two rates, both positive.
    public init(from inputRate: Int, to outputRate: Int) {
        precondition(inputRate > 0 && outputRate > 0, "Resampler: from \(inputRate) to \(outputRate)")
        self.inputRate = inputRate
        self.outputRate = outputRate
        guard inputRate != outputRate else { return }
        let divisor = Self.greatestCommonDivisor(inputRate, outputRate)
        let cutoff = 0.5 * Self.rolloff * min(1, Double(outputRate) / Double(inputRate))
        let halfWidth = Int((Self.zeroCrossings / (2 * cutoff)).rounded(.up))
        self.filter = PolyphaseFilter(
            interpolation: outputRate / divisor,
            decimation: inputRate / divisor,
            halfWidth: halfWidth
        ) { distance in
            let window = Mathematics.kaiser(distance / Double(halfWidth), beta: Self.beta)
            return 2 * cutoff * Mathematics.sinc(2 * cutoff * distance) * window
        }
    }

    /// Takes input and appends the output that it completes (a few milliseconds are held back as look-ahead).
    public mutating func process(_ input: UnsafeBufferPointer<Int16>, into output: inout [Int16]) {
        if self.filter != nil {
            self.filter?.process(input, into: &output)
        } else {
            output.append(contentsOf: input)
        }
    }

    /// Takes input and returns the output that it completes.
    public mutating func process(_ input: [Int16]) -> [Int16] {
        var output: [Int16] = []
        output.reserveCapacity(input.count * self.outputRate / self.inputRate + 1)
        input.withUnsafeBufferPointer { self.process($0, into: &output) }
        return output
    }

    /// Returns what was held back; the converter then begins a new stream.
    public mutating func finish() -> [Int16] {
        var output: [Int16] = []
        self.filter?.finish(into: &output)
        return output
    }

    /// Converts a whole recording.
    public static func convert(_ samples: [Int16], from inputRate: Int, to outputRate: Int) -> [Int16] {
        var resampler = Resampler(from: inputRate, to: outputRate)
        return resampler.process(samples) + resampler.finish()
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
        b == 0 ? a : Self.greatestCommonDivisor(b, a % b)
    }
}
