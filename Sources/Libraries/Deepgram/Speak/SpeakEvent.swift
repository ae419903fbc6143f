// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// What becomes of a text that Aura is asked to speak.
public enum SpeakEvent: Sendable {
    /// mu-law, 8 kHz, as it arrives; never empty.
    case audio(ByteBuffer)
    /// The last event: `nil` when all of the text has been spoken.
    case ended(DeepgramError?)
}
