// SPDX-License-Identifier: Apache-2.0

/// What a responder may know of the conversation so far.
public struct DialogueContext: Sendable {
    /// One turn and what the caller heard in answer.
    public struct Exchange: Sendable, Hashable {
        /// What the caller said.
        public var caller: String
        /// What the caller heard of our answer: cut where the caller cut in.
        public var heard: String

        /// Creates an exchange.
        public init(caller: String, heard: String) {
            self.caller = caller
            self.heard = heard
        }
    }

    /// The call.
    public var call: CallInfo
    /// The latest exchanges, oldest first, bounded by the session.
    public var history: [Exchange]

    /// Creates a context.
    public init(call: CallInfo, history: [Exchange] = []) {
        self.call = call
        self.history = history
    }
}
