// SPDX-License-Identifier: Apache-2.0

/// Makes 16 kHz audio of telephone audio and fills the missing upper half with the mirror image of the lower.
///
/// Speech models for 16 kHz hear mush when everything above 4 kHz is silent. Zero-stuffing by two mirrors the band
/// 0–4 kHz to 8–4 kHz; that image is kept, high-passed and attenuated, beside the ordinary interpolation. What it adds is
/// not what the caller said, but fricatives get back the energy that the model looks for.
///
/// ```swift
/// var widener = SpectralImageWidener()
/// let wide = widener.process(MuLaw.decode(frame))     // 160 samples in, 320 out (after 4 ms of look-ahead)
/// ```
public struct SpectralImageWidener: Sendable {
    /// The rate that goes in.
    public static let inputRate = 8000
    /// The rate that comes out.
    public static let outputRate = 16_000

    /// Amplitude of the image beside the original.
    public let imageGain: Double

    private static let halfWidth = 32
    private static let beta = 6.0

    private var filter: PolyphaseFilter

    /// A widener.
    /// - Parameters:
    ///   - imageGain: amplitude of the image; 0.2 to 0.4 works, 0 is plain interpolation.
    ///   - crossover: frequency in hertz where the original ends and the image begins.
    public init(imageGain: Double = 0.3, crossover: Double = 3700) {
        precondition((0...1).contains(imageGain), "SpectralImageWidener: imageGain \(imageGain)")
        precondition(crossover > 0 && crossover < 8000, "SpectralImageWidener: crossover \(crossover)")
        self.imageGain = imageGain
        let cutoff = crossover / Double(Self.inputRate)
        // Low-pass plus gain times its complement (an impulse minus the low-pass), both on the zero-stuffed signal,
        // whose amplitude doubles to make up for the zeros.
        self.filter = PolyphaseFilter(interpolation: 2, decimation: 1, halfWidth: Self.halfWidth) { distance in
            let window = Mathematics.kaiser(distance / Double(Self.halfWidth), beta: Self.beta)
            let lowPass = 2 * cutoff * Mathematics.sinc(2 * cutoff * distance) * window
            return (1 - imageGain) * lowPass + (distance == 0 ? 2 * imageGain : 0)
        }
    }

    /// Takes 8 kHz samples and appends the 16 kHz samples that they complete.
    public mutating func process(_ input: UnsafeBufferPointer<Int16>, into output: inout [Int16]) {
        self.filter.process(input, into: &output)
    }

    /// Takes 8 kHz samples and returns the 16 kHz samples that they complete.
    public mutating func process(_ input: [Int16]) -> [Int16] {
        var output: [Int16] = []
        output.reserveCapacity(input.count * 2)
        input.withUnsafeBufferPointer { self.process($0, into: &output) }
        return output
    }

    /// Returns what was held back; the widener then begins a new stream.
    public mutating func finish() -> [Int16] {
        var output: [Int16] = []
        self.filter.finish(into: &output)
        return output
    }
}
