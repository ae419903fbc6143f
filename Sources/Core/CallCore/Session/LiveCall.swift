// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// A call whose stream is open, as the registry knows it: an actor whose executor is the event loop of the call's socket.
///
/// The requests return at once from anywhere and are carried out on the call's event loop, in their order.
public protocol LiveCall: Actor {
    /// The call.
    nonisolated var info: CallInfo { get }
    /// What its stream is for.
    nonisolated var purpose: StreamPurpose { get }
    /// Where it lives.
    nonisolated var eventLoop: any EventLoop { get }

    /// Ends the stream now; the telephone call goes on with `next`. One that is ending already is left alone.
    func stop(_ termination: CallTermination, next: NextStep)

    /// Ends the stream where it disturbs least, so that the call is taken up again elsewhere.
    func drain()

    /// Does what an operator wants.
    ///
    /// - Parameter order: what is wanted.
    /// - Returns: `false` if nothing will come of it, because the stream is ending already, or cannot do that (one that
    ///   only listens has nothing to say).
    func carryOut(_ order: StreamOrder) -> Bool
}

extension LiveCall {
    /// ``stop(_:next:)`` from anywhere.
    public nonisolated func requestStop(_ termination: CallTermination, next: NextStep) {
        self.eventLoop.execute { self.assumeIsolated { $0.stop(termination, next: next) } }
    }

    /// ``drain()`` from anywhere.
    public nonisolated func requestDrain() {
        self.eventLoop.execute { self.assumeIsolated { $0.drain() } }
    }
}
