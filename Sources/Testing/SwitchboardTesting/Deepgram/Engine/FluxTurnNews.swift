// SPDX-License-Identifier: Apache-2.0

/// What Flux has to say about the current turn; places are samples.
struct FluxTurnNews: Sendable, Hashable {
    enum Event: String, Sendable, Hashable {
        case update = "Update"
        case startOfTurn = "StartOfTurn"
        case eagerEndOfTurn = "EagerEndOfTurn"
        case turnResumed = "TurnResumed"
        case endOfTurn = "EndOfTurn"
    }

    var event: Event
    var turn: Int
    var start: Int
    var end: Int
    var words: [HeardWord]
    var confidence: Double
    var trigger: String?
}
