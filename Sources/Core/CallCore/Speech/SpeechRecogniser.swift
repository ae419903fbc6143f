// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// An engine that turns a call's audio into words.
///
/// Implementations: `OfflineRecogniser` (PocketSphinx), Deepgram. A new one proves itself with
/// `RecogniserConformance` of SwitchboardTesting.
public protocol SpeechRecogniser: Sendable {
    /// A short lower-case name, used in records and as the metric label `engine`.
    var name: String { get }

    /// How the engine is doing, from memory: never waits, never touches the network.
    var status: EngineStatus { get }

    /// Prepares for calls with these hints (builds models, warms connections), so that the first caller does not wait.
    ///
    /// - Throws: ``SpeechError`` when the engine cannot work with them.
    func prepare(_ hints: SpeechHints) async throws

    /// Opens a session for one call. Called on `eventLoop`; returns at once and connects behind the scenes, keeping
    /// the audio that arrives meanwhile.
    ///
    /// - Parameters:
    ///   - request: what the engine should know.
    ///   - eventLoop: the call's event loop.
    ///   - deliver: called on `eventLoop`, in order, never before this function has returned and never after
    ///     ``RecognitionSession/cancel()``.
    /// - Returns: the session; whoever holds it ends it with `finish()` or `cancel()`.
    func open(
        _ request: RecognitionRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) -> any RecognitionSession
}

extension SpeechRecogniser {
    /// Nothing to prepare.
    public func prepare(_ hints: SpeechHints) async throws {}
}
