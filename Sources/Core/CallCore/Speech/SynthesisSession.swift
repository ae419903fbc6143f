// SPDX-License-Identifier: Apache-2.0

/// One request to a synthesiser; lives on the call's event loop.
public protocol SynthesisSession: AnyObject {
    /// Nobody listens any more: no event is delivered after this.
    func cancel()

    /// The name of the engine whose voice it is, where it is not the synthesiser's own; also after the last event. `nil`
    /// for the synthesiser's own name.
    var engine: String? { get }

    /// Where the sound comes from, if it is one of those that are kept and that is known by now; also after the last event.
    var origin: SpeechOrigin? { get }
}

extension SynthesisSession {
    /// The synthesiser itself.
    public var engine: String? { nil }

    /// Nothing is kept.
    public var origin: SpeechOrigin? { nil }
}
