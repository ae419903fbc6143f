// SPDX-License-Identifier: Apache-2.0

/// What a request to another program says of the span it belongs to: the fields of W3C Trace Context.
///
/// There is none while tracing is off. Source: <https://www.w3.org/TR/trace-context/>.
public struct PropagatedTrace: Sendable, Hashable {
    /// The field `traceparent`.
    public var traceparent: String
    /// The field `tracestate`, if there is one.
    public var tracestate: String?

    /// The fields as they are sent.
    public init(traceparent: String, tracestate: String? = nil) {
        self.traceparent = traceparent
        self.tracestate = tracestate
    }
}
