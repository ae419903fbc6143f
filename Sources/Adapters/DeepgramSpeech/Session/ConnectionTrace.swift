// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import ServiceContextModule
import Tracing

/// A span for each connection that one session at Deepgram has, from the wish for it to its end. There is none while
/// tracing is off.
struct ConnectionTrace {
    private let tracer: CallTracer
    /// The stream's context, or the call's.
    private let parent: ServiceContext
    private let call: CallID
    private var span: (any Span)?

    init(_ tracer: CallTracer, call: CallID) {
        self.tracer = tracer
        self.parent = ServiceContext.current ?? tracer.context(of: call)
        self.call = call
    }

    /// A connection is asked for; returns what it may tell Deepgram of the span.
    mutating func dialled() -> TraceContext? {
        self.ended("abandoned")
        let span: any Span = self.tracer.tracer.startSpan(
            "recogniser connection",
            context: self.parent,
            ofKind: .client
        )
        span.attributes["call.sid"] = self.call.rawValue
        span.attributes["recogniser"] = "deepgram"
        self.span = span
        return self.tracer.propagation(of: span.context).map(TraceContext.init)
    }

    /// It is there; `number` counts the session's connections from 1.
    func opened(number: Int) {
        self.span?.addEvent("connected")
        self.span?.attributes["connection.number"] = number
    }

    /// It could not be had, or has ended.
    mutating func ended(_ error: DeepgramError?) {
        if let error {
            self.span?.attributes["error.type"] = "\(error.code)"
            self.span?.setStatus(SpanStatus(code: .error))
        }
        self.ended(error == nil ? "closed" : "failed")
    }

    /// It is not needed any more: `outcome` is one of few words.
    mutating func ended(_ outcome: String) {
        self.span?.attributes["connection.outcome"] = outcome
        self.span?.end()
        self.span = nil
    }
}
