// SPDX-License-Identifier: Apache-2.0

extension CallStateMachine.State {
    /// A state without what belongs to it: the label of `switchboard_sessions`.
    enum Name: String, Sendable, CaseIterable {
        case waiting, listening, thinking, speaking, closing
        /// Over, but the last words of what was said before may still come.
        case finished
    }

    /// The state without what belongs to it.
    var name: Name {
        switch self {
        case .waiting: .waiting
        case .listening: .listening
        case .thinking: .thinking
        case .speaking: .speaking
        case .closing: .closing
        case .finished: .finished
        }
    }
}
