// SPDX-License-Identifier: Apache-2.0

/// A way into an event loop that leads through its sockets: whoever knocks and is answered knows that the loop reads.
///
/// Timers and tasks of a loop can follow one another without its ever coming to its sockets. Its heartbeat goes on then, and
/// nobody is served.
public protocol LoopDoor: Sendable {
    /// How many knocks were answered so far.
    var answers: Int { get }

    /// Knocks once. Never waits; from any thread.
    func knock()
}
