// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// What a synthesiser reports while it speaks.
public enum SynthesisEvent: Sendable {
    /// A word and when its sound ends, from the first sample of this request. Comes before or with the audio that holds
    /// it. Engines that do not know report none; then the place of an interruption is estimated from the text's length.
    case word(String, end: Duration)
    /// mu-law samples, 8 kHz, in order.
    case audio(ByteBuffer)
    /// All audio has been delivered. The last event.
    case finished
    /// Nothing more will come. The last event.
    case failed(SpeechError)
}
