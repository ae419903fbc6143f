// SPDX-License-Identifier: Apache-2.0

import ServiceContextModule
import Tracing

/// The spans of one stream's conversation: `stream`, in it a `turn` for each turn of the caller with `recognition`,
/// `respond` and `speech`, a `speech` for what nobody asked for, and in each a `synthesis` where the voice is ours.
///
/// An event loop knows no current span, so the session keeps them here. There is none while tracing is off.
struct ConversationTrace {
    private let tracer: CallTracer
    private let stream: any Span
    private var turn: (number: Int, span: any Span)?
    private var speech: (number: Int, span: any Span)?
    private var synthesis: (number: Int, span: any Span)?

    init(_ tracer: CallTracer, _ call: CallInfo, stream: String, purpose: StreamPurpose, resumed: Bool) {
        self.tracer = tracer
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

    /// A voice of ours is asked for the sound of what is said; returns what it may tell others of the span. Of the text
    /// nothing is kept but its length.
    mutating func synthesising(_ speech: Speech, by engine: String) -> PropagatedTrace? {
        guard let open = self.speech, open.number == speech.number else { return nil }
        let span = self.child("synthesis", of: open.span, at: DefaultTracerClock.now)
        span.updateAttributes { attributes in
            attributes["synthesis.engine"] = engine
            attributes["synthesis.characters"] = speech.reply.text.unicodeScalars.count
        }
        self.synthesis = (speech.number, span)
        return self.tracer.propagation(of: span.context)
    }

    /// All sound is there: whose `voice` it is, if not that of the engine that was asked, and where it came from.
    mutating func synthesised(_ speech: Speech, voice: String?, _ origin: SpeechOrigin?) {
        self.endSynthesis(of: speech.number, "complete") { attributes in
            if let voice { attributes["synthesis.engine"] = voice }
            attributes["synthesis.origin"] = origin?.rawValue
        }
    }

    /// There will be no more sound.
    mutating func notSynthesised(_ speech: Speech, _ error: SpeechError) {
        self.synthesis?.span.setStatus(SpanStatus(code: .error))
        self.endSynthesis(of: speech.number, "failed") { $0["error.type"] = "\(error.code)" }
    }

    /// The first audio was sent.
    func audible() {
        self.speech?.span.addEvent("first audio")
        self.synthesis?.span.addEvent("first audio")
    }

    /// What was said is over, heard or not; so is the turn it answered.
    mutating func said(_ speech: Speech, _ heard: HeardSpeech) {
        guard let open = self.speech, open.number == speech.number else { return }
        self.endSynthesis(of: speech.number, "cancelled") { attributes in
            if let voice = heard.voice { attributes["synthesis.engine"] = voice }
        }
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
        if let number = self.synthesis?.number { self.endSynthesis(of: number, "cancelled") { _ in } }
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

    /// `outcome` is one of few words.
    private mutating func endSynthesis(
        of number: Int,
        _ outcome: String,
        _ update: (inout SpanAttributes) -> Void
    ) {
        guard let open = self.synthesis, open.number == number else { return }
        open.span.updateAttributes { attributes in
            attributes["synthesis.outcome"] = outcome
            update(&attributes)
        }
        open.span.end()
        self.synthesis = nil
    }

    private func child(_ name: String, of parent: any Span, at start: DefaultTracerClock.Timestamp) -> any Span {
        self.tracer.tracer.startSpan(name, context: parent.context, at: start)
    }
}
