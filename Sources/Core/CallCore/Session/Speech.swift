// SPDX-License-Identifier: Apache-2.0

/// Something we say to the caller: a reply or a prompt, with a number of its own.
public struct Speech: Sendable, Hashable {
    /// Counts what we say in this stream from 1.
    public var number: Int
    /// What is said and what follows.
    public var reply: Reply
    /// The turn it answers; `nil` for a greeting or a prompt that nobody asked for.
    public var turn: Int?

    /// Creates a speech.
    public init(number: Int, reply: Reply, turn: Int? = nil) {
        self.number = number
        self.reply = reply
        self.turn = turn
    }
}
