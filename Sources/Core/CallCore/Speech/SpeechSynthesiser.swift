// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// An engine that turns text into a voice.
public protocol SpeechSynthesiser: Sendable {
    /// A short lower-case name, used in records and as the metric label `engine`.
    var name: String { get }

    /// How the engine is doing, from memory.
    var status: EngineStatus { get }

    /// Begins to speak. Called on `eventLoop`; returns at once.
    ///
    /// - Parameters:
    ///   - request: what to say, and with which voice.
    ///   - eventLoop: the call's event loop.
    ///   - deliver: called on `eventLoop`, in order, never before this function has returned.
    /// - Returns: the running request.
    func speak(
        _ request: SynthesisRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (SynthesisEvent) -> Void
    ) -> any SynthesisSession
}
