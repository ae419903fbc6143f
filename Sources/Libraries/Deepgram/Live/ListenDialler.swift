// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// Whoever gets connections to Deepgram's live transcription.
///
/// Implementations: ``ListenClient`` dials; ``ListenPool`` hands out connections that stand already; ``GuardedDialler`` asks
/// the circuit breaker and keeps to a rate and a number of connections.
public protocol ListenDialler: Sendable {
    /// Gets a connection for `owner`, who is held until it has come about or failed. Called on `eventLoop`; `owner` is never
    /// called before this has returned. A connection that is made for `owner` tells Deepgram of the trace it is part of, if
    /// it is part of one; one that stands already told nothing.
    func dial(
        _ parameters: ListenParameters,
        in trace: TraceContext?,
        on eventLoop: any EventLoop,
        for owner: any ListenLinkOwner
    ) -> any ListenDialling
}

extension ListenDialler {
    /// Gets a connection that is part of no trace.
    public func dial(
        _ parameters: ListenParameters,
        on eventLoop: any EventLoop,
        for owner: any ListenLinkOwner
    ) -> any ListenDialling {
        self.dial(parameters, in: nil, on: eventLoop, for: owner)
    }
}
