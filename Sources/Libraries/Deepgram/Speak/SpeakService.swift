// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// Whoever has texts spoken by Deepgram: ``SpeakClient`` with a request for each, ``SpeakPool`` over WebSockets.
public protocol SpeakService: Sendable {
    /// Has a text spoken that is no longer than ``SpeakText/longestPiece``. Called on `eventLoop`.
    ///
    /// `deliver` is called there, never before this has returned, and for the last time with ``SpeakEvent/ended(_:)``.
    func speak(
        _ text: String,
        _ parameters: SpeakParameters,
        on eventLoop: any EventLoop,
        deliver: @escaping (SpeakEvent) -> Void
    ) -> any SpeakTask
}
