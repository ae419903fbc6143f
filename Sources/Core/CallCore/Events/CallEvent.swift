// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Something that happened in a call: the unit of the journal.
///
/// The record of a call is a fold over its events; nothing about a call is known that is not in one of them.
public struct CallEvent: Sendable, Hashable, Codable, Identifiable {
    /// What happened.
    public enum Kind: Sendable, Hashable, Codable {
        /// The call reached us.
        case received(CallInfo)
        /// Its audio began to flow; `resumed` when an earlier stream of the same call had ended. A stream we only listen
        /// to has no `synthesiser`: that is `none`.
        case streamStarted(
            stream: String,
            resumed: Bool,
            recogniser: String,
            synthesiser: String,
            purpose: StreamPurpose = .conversation
        )
        /// A line of the transcript.
        case spoken(SpokenLine)
        /// A turn was answered.
        case turn(TurnSummary)
        /// The caller pressed a key.
        case digit(String, at: Duration)
        /// Audio was lost: never recognised.
        case audioLost(Duration, at: Duration)
        /// What comes after the stream was decided.
        case nextDecided(NextStep)
        /// A stream is over, or was never opened. The telephone call may go on.
        case streamEnded(CallTermination, purpose: StreamPurpose = .conversation)
        /// The attempt to connect the caller ended, in Twilio's words (`DialCallStatus`); with the other side's leg and
        /// the carrier's figure of how long they were connected, in seconds.
        case transferEnded(status: String, leg: String? = nil, seconds: Int? = nil)
        /// The caller left a message.
        case voicemail(url: String, seconds: Int)
        /// The carrier's word on the telephone call. `duration` is the carrier's figure, in seconds.
        case status(CallStatus, duration: Int?, sequence: Int?)
        /// Who took an outbound call, and how long it took to tell.
        case answeredBy(AnsweredBy, after: Duration?)
        /// The carrier's word on a stream.
        case streamReported(StreamNotice)
        /// The caller answered a question that the carrier asked for us: keys, or words that follow as a line.
        case gathered(digits: String?, confidence: Double?)
        /// The carrier's word on a recording.
        case recorded(RecordingReport)
        /// The carrier's word on the leg of whoever the caller is connected with.
        case legReported(LegReport)
        /// The carrier could not fetch or understand what we had answered, and asked the fallback (its error code).
        case fellBack(code: Int?, url: String?)
        /// An operator wanted something of the call; `by` is the name of the operator's key.
        case commanded(OperatorCommand, by: String)
    }

    /// The event's name; an event that arrives twice is stored once.
    public var id: EventID
    /// The call.
    public var call: CallID
    /// When it happened, by the wall clock.
    public var time: Date
    /// What happened.
    public var kind: Kind

    /// Creates an event.
    public init(id: EventID, call: CallID, time: Date, kind: Kind) {
        self.id = id
        self.call = call
        self.time = time
        self.kind = kind
    }
}
