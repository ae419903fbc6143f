// SPDX-License-Identifier: Apache-2.0

/// Something that goes wrong at, or on the way to, a simulated Deepgram.
///
/// A fault can be written as text, `name=value±jitter/after@scope`, every part but the name only where it is needed:
/// `drop=5s` breaks every connection 5 s after it was opened, `refuse=429@3` refuses the third, `refuse=503@10s..20s`
/// all of ten seconds, `slow=500ms±200ms` delays results, `close=1011/3s` closes in mid-word after 3 s, `away=20s@30s`
/// takes the whole service away.
public struct DeepgramFault: Sendable, Hashable {
    /// What goes wrong.
    public enum Kind: Sendable, Hashable {
        /// The upgrade (or request) is refused with a status, and perhaps `Retry-After`: `refuse=429`, `refuse=429+7s`.
        case refuse(Int, retryAfter: Duration?)
        /// The upgrade is never answered: `no-answer`.
        case noAnswer
        /// The upgrade is answered so much later: `slow-connect=2s`.
        case slowConnect(Duration)
        /// The connection stands, and no message ever comes: `mute`.
        case mute
        /// Closes with this code while somebody speaks: `close=1011`.
        case close(UInt16)
        /// Ends the TCP connection without a close frame: `drop=5s`.
        case drop
        /// Breaks the TCP connection with a reset: `rst=5s`.
        case reset
        /// Stops reading and writing; the connection stays: `half-open=5s`.
        case halfOpen
        /// Hears nothing and says nothing for so long, then goes on: `stall=2s`.
        case stall(Duration)
        /// Messages come so much later: `slow=500ms±200ms`.
        case slow(Duration)
        /// Reads so many bytes of audio a second: `slow-reading=4000`.
        case slowReading(Int)
        /// Broken JSON between the messages: `garbage`.
        case garbage
        /// Binary messages between the others: `binary`.
        case binary
        /// Messages of so many bytes between the others: `huge=10000000`.
        case huge(Int)
        /// Deeply nested JSON between the others: `deep=100000`.
        case deep(Int)
        /// Results of a channel that does not exist between the others: `wrong-channel`.
        case wrongChannel
        /// Words as an attacker would like them in a log or a page: `hostile-words`.
        case hostileWords
        /// Messages of unknown types, unknown members, members missing that the schema calls optional: `unknown-types`.
        case unknownTypes
        /// Some finals come twice: `duplicate`.
        case duplicate
        /// Some messages overtake the one before: `reorder`.
        case reorder
        /// Finals come so much later than what follows them: `late=3s`.
        case late(Duration)
        /// Finals repeat the last word of the one before: `overlap`.
        case overlap
        /// No pause is ever noticed: `missing-speech-final`.
        case missingSpeechFinal
        /// `missing-utterance-end`.
        case missingUtteranceEnd
        /// `finalize-unanswered`.
        case finalizeUnanswered
        /// `close-stream-unanswered`.
        case closeStreamUnanswered
        /// Speech: breaks off after so many bytes of audio: `cut=4000`.
        case cut(Int)
        /// The whole service is unreachable for so long: `away=20s@30s`.
        case away(Duration)
    }

    /// Which connections, or when.
    public enum Scope: Sendable, Hashable {
        /// All, always.
        case always
        /// The connections with these numbers, from 1 in the order of the attempts.
        case connections(ClosedRange<Int>)
        /// From a time of the service on, up to another.
        case time(Range<Duration>)
    }

    /// What goes wrong.
    public var kind: Kind
    /// Which connections, or when.
    public var scope: Scope
    /// How long after the connection was opened; `nil` for 1…5 s by the seed.
    public var after: Duration?
    /// Times vary by up to so much, up and down.
    public var jitter: Duration

    /// Creates a fault.
    public init(_ kind: Kind, scope: Scope = .always, after: Duration? = nil, jitter: Duration = .zero) {
        self.kind = kind
        self.scope = scope
        self.after = after
        self.jitter = jitter
    }

    /// Whether it can concern a connection with this number.
    func concerns(_ number: Int) -> Bool {
        if case .connections(let range) = self.scope { range.contains(number) } else { true }
    }

    /// Whether it is in force.
    func isActive(at now: Duration) -> Bool {
        if case .time(let range) = self.scope { range.contains(now) } else { true }
    }

    /// When the service is away because of it.
    var absence: Range<Duration>? {
        guard case .away(let length) = self.kind else { return nil }
        if case .time(let range) = self.scope { return range.lowerBound..<range.lowerBound + length }
        return .zero..<length
    }
}
