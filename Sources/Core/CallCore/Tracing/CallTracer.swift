// SPDX-License-Identifier: Apache-2.0

public import ServiceContextModule
public import Tracing

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Makes the spans of calls: one trace a call, whichever servers have to do with it.
///
/// There is none while tracing is off, so whoever holds one asks `tracer?`, and nothing is spent. Nothing that a caller
/// said and no telephone number is ever put into a span.
public struct CallTracer: Sendable {
    /// What makes the spans.
    public let tracer: any Tracer

    /// A tracer of calls; `nil` if tracing is off.
    public init?(_ tracer: any Tracer = InstrumentationSystem.tracer) {
        guard !(tracer is NoOpTracer) else { return nil }
        self.tracer = tracer
    }

    /// For spans right below the call's own. Whether they are recorded follows from the call's name.
    public func context(of call: CallID) -> ServiceContext {
        self.context([TraceFields.knownParent: CallTrace(call).text])
    }

    /// What a request says of the span it belongs to.
    ///
    /// - Parameters:
    ///   - traceparent: the field of W3C Trace Context.
    ///   - tracestate: the field that goes with it.
    /// - Returns: the context of that span; `nil` if the fields make no sense.
    public func context(traceparent: String, tracestate: String?) -> ServiceContext? {
        var fields = ["traceparent": traceparent]
        fields["tracestate"] = tracestate
        let context = self.context(fields)
        return context.isEmpty ? nil : context
    }

    /// What a request says that belongs to a span; `nil` if the span has no identity to tell.
    public func propagation(of context: ServiceContext) -> PropagatedTrace? {
        var fields: [String: String] = [:]
        self.tracer.inject(context, into: &fields, using: TraceFields())
        return fields["traceparent"].map { PropagatedTrace(traceparent: $0, tracestate: fields["tracestate"]) }
    }

    /// Begins a span right below the call's own.
    ///
    /// - Parameters:
    ///   - name: what it is about: one of few texts.
    ///   - call: the call.
    ///   - kind: who asked for it.
    ///   - start: when it began.
    /// - Returns: the span; whoever holds it ends it.
    public func startSpan(
        _ name: String,
        of call: CallID,
        kind: SpanKind = .internal,
        at start: DefaultTracerClock.Timestamp = DefaultTracerClock.now
    ) -> any Span {
        let span: any Span = self.tracer.startSpan(name, context: self.context(of: call), ofKind: kind, at: start)
        span.attributes["call.sid"] = call.rawValue
        return span
    }

    /// Writes the call's own span, which all others descend from. Once, by whoever takes note of the call's end.
    ///
    /// - Parameters:
    ///   - call: what is known of the call.
    ///   - status: the carrier's last word, if it had one.
    ///   - end: when it ended.
    public func callEnded(_ call: CallRecord, status: CallStatus?, at end: Date) {
        let span: any Span = self.tracer.startSpan(
            "call",
            context: self.context([TraceFields.knownSelf: CallTrace(call.id).text]),
            ofKind: .server,
            at: Self.timestamp(call.info.receivedAt)
        )
        span.updateAttributes { attributes in
            attributes["call.sid"] = call.id.rawValue
            attributes["call.direction"] = call.info.direction.rawValue
            attributes["call.status"] = status?.rawValue
            attributes["call.result"] = call.termination?.result.rawValue
            attributes["call.reason"] = call.termination?.reason
            attributes["call.streams"] = call.streams
        }
        span.end(at: Self.timestamp(end))
    }

    private func context(_ fields: [String: String]) -> ServiceContext {
        var context = ServiceContext.topLevel
        self.tracer.extract(fields, into: &context, using: TraceFields())
        return context
    }

    private static func timestamp(_ date: Date) -> DefaultTracerClock.Timestamp {
        let nanoseconds = max(0, date.timeIntervalSince1970 * 1_000_000_000)
        return DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: UInt64(exactly: nanoseconds.rounded()) ?? 0)
    }
}
