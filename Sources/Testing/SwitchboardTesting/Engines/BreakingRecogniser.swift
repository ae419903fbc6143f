// SPDX-License-Identifier: Apache-2.0

public import CallCore
public import NIOCore

/// A recogniser that works until it has heard so much of a call, then gives up and hands over what has not become words.
///
/// For tests of what happens next, and of engines that stand in for others:
///
/// ```swift
/// let ears = FallbackRecogniser(BreakingRecogniser(scripted, after: .seconds(2)), then: scripted, logger: logger)
/// ```
public struct BreakingRecogniser: SpeechRecogniser {
    /// The engine while it works.
    public let base: any SpeechRecogniser
    /// How much of a call is heard; a call that is shorter breaks when it is asked to finish, if it has had any audio.
    public let length: Duration

    /// Breaks `base` after so much audio in every call.
    public init(_ base: any SpeechRecogniser, after length: Duration) {
        self.base = base
        self.length = length
    }

    /// The engine's own name.
    public var name: String { self.base.name }

    /// The engine's own state: it breaks without a warning.
    public var status: EngineStatus { self.base.status }

    /// Prepares the engine.
    public func prepare(_ hints: SpeechHints) async throws {
        try await self.base.prepare(hints)
    }

    /// Opens a session that will break.
    public func open(
        _ request: RecognitionRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) -> any RecognitionSession {
        let session = BreakingRecognition(after: self.length, on: eventLoop, deliver: deliver)
        session.start(self.base, request)
        return session
    }
}
