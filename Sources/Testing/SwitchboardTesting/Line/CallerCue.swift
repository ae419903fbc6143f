// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// A step of a script made ready: texts are audio, times are frames of 20 ms.
struct CallerCue: Sendable {
    /// What is to be done.
    enum Action: Sendable {
        /// Whole frames of audio, and the words if they are known.
        case speak(ByteBuffer, text: String?)
        case wait(frames: Int)
        case awaitAgent(silence: Int, timeout: Int)
        case awaitSilence(frames: Int, timeout: Int)
        /// Until the agent is heard, then `delay` more.
        case awaitSpeech(delay: Int, timeout: Int)
        case press([Character])
        case expectHeard(within: Int)
        case expectQuiet(within: Int)
        case hangUp
        case fault(LineFault)
    }

    /// The step of the script it comes from.
    var step: Int
    var action: Action
}
