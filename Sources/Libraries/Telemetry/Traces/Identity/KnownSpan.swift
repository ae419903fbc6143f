// SPDX-License-Identifier: Apache-2.0

/// A span whose identity follows from what it is about, so that many programs add to one trace with nothing shared: the
/// trace of a call is derived from the call's name.
///
/// It is extracted from a carrier like `traceparent`, under ``parentField`` or ``selfField``, in the same notation; the
/// flags say nothing, because the sampler decides by the trace's identifier as it does for every first span. No carrier
/// that strangers fill may show these fields: an extractor over HTTP headers passes on `traceparent` and `tracestate`
/// alone.
public struct KnownSpan: Sendable, Hashable {
    /// The field for: the next span is a child of this one.
    public static let parentField = "switchboard-known-parent"
    /// The field for: the next span is this one.
    public static let selfField = "switchboard-known-self"

    var traceID: TraceID
    var spanID: SpanID
}
