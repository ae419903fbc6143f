// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// A call whose stream is open, as the registry knows it; lives on one event loop.
///
/// The requests return at once from anywhere and are carried out on the call's event loop, in their order.
public protocol LiveCall: AnyObject, Sendable {
    /// The call.
    var info: CallInfo { get }
    /// What its stream is for.
    var purpose: StreamPurpose { get }
    /// Where it lives.
    var eventLoop: any EventLoop { get }

    /// Ends the stream now; the telephone call goes on with `next`. One that is ending already is left alone.
    func requestStop(_ termination: CallTermination, next: NextStep)

    /// Does what an operator wants.
    ///
    /// - Parameter order: what is wanted.
    /// - Returns: `false` if nothing will come of it, because the stream is ending already, or cannot do that (one that
    ///   only listens has nothing to say).
    func carryOut(_ order: StreamOrder) async -> Bool

    /// Ends the stream where it disturbs least, so that the call is taken up again elsewhere.
    func requestDrain()
}
