// SPDX-License-Identifier: Apache-2.0

extension Duration {
    /// One media message of a telephone call.
    public static let telephonyFrame = Duration.milliseconds(20)

    /// How long that many bytes of telephone audio (mu-law, 8 kHz) play; one byte is 125 µs.
    public static func telephony(bytes: Int) -> Duration { .microseconds(bytes * 125) }

    /// Bytes of telephone audio (mu-law, 8 kHz) that play for this long, rounded down; 0 for a negative time.
    public var telephonyBytes: Int { AudioFormat.telephony.bytes(in: self) }
}
