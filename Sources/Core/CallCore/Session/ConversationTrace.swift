// SPDX-License-Identifier: Apache-2.0

import ServiceContextModule
import Tracing

/// The spans of one stream's conversation: `stream`, in it a `turn` for each turn of the caller with `recognition`,
/// `respond` and `speech`, and a `speech` for what nobody asked for.
///
/// An event loop knows no current span, so the session keeps them here. There is none while tracing is off.
struct ConversationTrace {
    private let tracer: any Tracer
    private let stream: any Span
    private var turn: (number: Int, span: any Span)?
    private var speech: (number: Int, span: any Span)?

    init(_ tracer: CallTracer, _ call: CallInfo, stream: String, purpose: StreamPurpose, resumed: Bool) {
        self.tracer = tracer.tracer
        self.stream = tracer.startSpan("stream", of: call.id)
        self.stream.updateAttributes { attributes in
            attributes["stream.sid"] = stream
            attributes["stream.purpose"] = "\(purpose)"
            attributes["stream.resumed"] = resumed
            attributes["call.direction"] = call.direction.rawValue
        }
    }

    /// The stream's context.
    var context: ServiceContext { self.stream.context }

    /// A turn of the caller is complete, `recognition` after its end, and somebody is asked for the answer; returns the
    /// span of that.
    mutating func asked(_ turn: CallerTurn, recognition: Duration) -> any Span {
        let now = DefaultTracerClock.now
        let past = UInt64(max(0, recognition / .nanoseconds(1)))
        let start = DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: now.nanosecondsSinceEpoch - past)
        let span = self.beginTurn(turn.number, at: start)
        if past > 0 { self.child("recognition", of: span, at: start).end(at: now) }
        return self.child("respond", of: span, at: now)
    }

    /// It is decided how a turn is answered.
    mutating func decided(_ summary: TurnSummary) {
        let open = self.turn.flatMap { $0.number == summary.number ? $0.span : nil }
        let span = open ?? self.beginTurn(summary.number, at: DefaultTracerClock.now)
        span.updateAttributes { attributes in
            attributes["turn.outcome"] = summary.outcome.rawValue
            attributes["turn.source"] = summary.source
            attributes["turn.score"] = summary.score
        }
    }

    /// We begin to speak.
    mutating func saying(_ speech: Speech) {
        let turn = self.turn.flatMap { $0.number == speech.turn ? $0.span : nil }
        let span = self.child("speech", of: turn ?? self.stream, at: DefaultTracerClock.now)
        span.updateAttributes { attributes in
            attributes["speech.number"] = speech.number
            attributes["speech.source"] = speech.reply.source
        }
        self.speech = (speech.number, span)
    }

    /// The first audio was sent.
    func audible() {
        self.speech?.span.addEvent("first audio")
    }

    /// What was said is over, heard or not; so is the turn it answered.
    mutating func said(_ speech: Speech, _ heard: HeardSpeech) {
        guard let open = self.speech, open.number == speech.number else { return }
        open.span.updateAttributes { attributes in
            attributes["speech.complete"] = heard.isComplete
            attributes["speech.played_ms"] = Int(heard.played.milliseconds)
            attributes["speech.voice"] = heard.voice
        }
        open.span.end()
        self.speech = nil
        if self.turn?.number == speech.turn { self.endTurn() }
    }

    /// All is over.
    mutating func ended(_ termination: CallTermination) {
        self.speech?.span.end()
        self.speech = nil
        self.endTurn()
        self.stream.updateAttributes { attributes in
            attributes["call.result"] = termination.result.rawValue
            attributes["call.reason"] = termination.reason
        }
        self.stream.end()
    }

    private mutating func beginTurn(_ number: Int, at start: DefaultTracerClock.Timestamp) -> any Span {
        self.endTurn()
        let span = self.child("turn", of: self.stream, at: start)
        span.attributes["turn.number"] = number
        self.turn = (number, span)
        return span
    }

    private mutating func endTurn() {
        self.turn?.span.end()
        self.turn = nil
    }

    private func child(_ name: String, of parent: any Span, at start: DefaultTracerClock.Timestamp) -> any Span {
        self.tracer.startSpan(name, context: parent.context, at: start)
    }
}
