// SPDX-License-Identifier: Apache-2.0

/// What a request to Deepgram says of the trace it is part of.
///
/// It goes with the upgrade of a connection that is made for one call, and with the request for one text. A connection
/// that stands already, in a pool, was asked for by nobody in particular and says nothing.
///
/// Source: W3C Trace Context, <https://www.w3.org/TR/trace-context/>.
public struct TraceContext: Sendable, Hashable {
    /// The field `traceparent`.
    public var traceparent: String
    /// The field `tracestate`, if there is one.
    public var tracestate: String?

    /// The fields as a tracer has written them.
    public init(traceparent: String, tracestate: String? = nil) {
        self.traceparent = traceparent
        self.tracestate = tracestate
    }

    /// The fields by name.
    var fields: [(name: String, value: String)] {
        [("traceparent", self.traceparent)] + (self.tracestate.map { [("tracestate", $0)] } ?? [])
    }
}
