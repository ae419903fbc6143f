// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// One call's recogniser. Lives on the call's event loop: every method is called there, every event is delivered there.
///
/// After ``finish()`` the session reports what is left and then exactly one of ``RecognitionEvent/finished`` and
/// ``RecognitionEvent/failed(_:)``; after ``cancel()`` it reports nothing more.
public protocol RecognitionSession: AnyObject {
    /// Takes audio in order. The buffer is only lent: copy what is kept.
    ///
    /// - Parameters:
    ///   - audio: mu-law samples, 8 kHz, any number of bytes (20 ms are 160).
    ///   - offset: where the first sample stands, from the start of the stream; a jump is a gap that nobody filled.
    func hear(_ audio: ByteBuffer, at offset: Duration)

    /// No more audio will come; recognise what is there.
    func finish()

    /// Nobody wants the results any more; give everything back. May come at any time, also after the last event.
    func cancel()

    /// How much audio has been taken and not been recognised yet because the engine was away or is slow: the last words
    /// take so much longer, and until then no silence is the caller's. Zero for an engine that keeps up, and for a
    /// session that is over.
    var backlog: Duration { get }

    /// Hands over the audio that has not become words, so that another engine goes on with it. Asked for right after
    /// ``RecognitionEvent/failed(_:)``; `nil` when there is none, or the engine keeps none.
    func takeUnheard() -> UnheardAudio?

    /// The name of the engine that is at work in this call, where it is not the recogniser's own: of events that are
    /// being delivered it is the one that made them. `nil` for the recogniser's own name.
    var engine: String? { get }

    /// How often this call was connected to its engine anew, after the first time.
    var reconnects: Int { get }
}

extension RecognitionSession {
    /// Keeps up.
    public var backlog: Duration { .zero }

    /// Keeps none.
    public func takeUnheard() -> UnheardAudio? { nil }

    /// The recogniser itself.
    public var engine: String? { nil }

    /// Never.
    public var reconnects: Int { 0 }
}
