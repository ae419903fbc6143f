// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// Whoever has texts spoken by Deepgram: ``SpeakClient`` with a request for each, ``SpeakPool`` over WebSockets.
public protocol SpeakService: Sendable {
    /// Has a text spoken that is no longer than ``SpeakText/longestPiece``. Called on `eventLoop`.
    ///
    /// `deliver` is called there, never before this has returned, and for the last time with ``SpeakEvent/ended(_:)``. A
    /// request, or a connection, that is made for this text tells Deepgram of the trace it is part of, if it is part of one.
    func speak(
        _ text: String,
        _ parameters: SpeakParameters,
        in trace: TraceContext?,
        on eventLoop: any EventLoop,
        deliver: @escaping (SpeakEvent) -> Void
    ) -> any SpeakTask
}

extension SpeakService {
    /// Has a text spoken that is part of no trace.
    public func speak(
        _ text: String,
        _ parameters: SpeakParameters,
        on eventLoop: any EventLoop,
        deliver: @escaping (SpeakEvent) -> Void
    ) -> any SpeakTask {
        self.speak(text, parameters, in: nil, on: eventLoop, deliver: deliver)
    }
}
