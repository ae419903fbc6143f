// SPDX-License-Identifier: Apache-2.0

/// How loud a stretch of audio is, in dB below full scale (a constant sample of 32768 is 0 dBFS).
public struct AudioLevel: Hashable, Sendable {
    /// What silence counts as: the level of a 16-bit sample's last bit, and less.
    public static let floor = -96.0

    /// Root mean square.
    public var rms: Double
    /// The loudest sample.
    public var peak: Double

    /// Complete silence.
    public static let silence = AudioLevel(rms: Self.floor, peak: Self.floor)

    /// A level; values below ``floor`` are raised to it.
    public init(rms: Double, peak: Double) {
        self.rms = max(rms, Self.floor)
        self.peak = max(peak, Self.floor)
    }
}
