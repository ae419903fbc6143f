// SPDX-License-Identifier: Apache-2.0

/// What one channel of `/v1/listen` has to say; places are samples of the connection's audio.
enum NovaEvent: Sendable, Hashable {
    case results(NovaResult)
    case speechStarted(at: Int)
    /// `nil`: all words had been final before.
    case utteranceEnd(lastWordEnd: Int?)
}

/// A piece of transcript.
struct NovaResult: Sendable, Hashable {
    var start: Int
    var end: Int
    var words: [HeardWord] = []
    var isFinal = false
    var speechFinal = false
    var fromFinalize = false
}
