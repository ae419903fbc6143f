// SPDX-License-Identifier: Apache-2.0

public import CallCore
public import NIOCore

/// A recogniser for ``NumberedSpeech``: every frame is one word, its number.
///
/// Words have the place of their frame. An utterance ends when the request's `endOfTurnSilence` has passed without a
/// number, by the audio's own offsets.
public struct NumberedRecogniser: SpeechRecogniser {
    /// `numbered`.
    public let name = "numbered"
    private let sessions = SessionCounter()

    /// Creates it.
    public init() {}

    /// Always works.
    public var status: EngineStatus { EngineStatus(sessions: self.sessions.count, detail: "numbered") }

    /// Opens a session.
    public func open(
        _ request: RecognitionRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) -> any RecognitionSession {
        NumberedRecognition(
            endOfTurnSilence: request.endOfTurnSilence,
            on: eventLoop,
            counter: self.sessions,
            deliver: deliver
        )
    }
}
