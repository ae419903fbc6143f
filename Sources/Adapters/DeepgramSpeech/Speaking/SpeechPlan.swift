// SPDX-License-Identifier: Apache-2.0

import Deepgram

/// What is to be spoken: pieces in order, with one voice.
struct SpeechPlan: Sendable {
    var pieces: [String]
    var parameters: SpeakParameters
    /// What the requests say of the span they belong to.
    var trace: TraceContext?
}
