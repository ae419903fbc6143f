// SPDX-License-Identifier: Apache-2.0

/// What of a span travels: to its children, over HTTP to other programs, into the log.
public struct SpanContext: Sendable, Hashable {
    /// The trace.
    public var traceID: TraceID
    /// The span.
    public var spanID: SpanID
    /// Whether the trace is recorded.
    public var isSampled: Bool
    /// What other tracing systems along the way have added.
    public var state: TraceState
    /// Whether it came from another program.
    public var isRemote: Bool

    /// Creates a context.
    public init(
        traceID: TraceID,
        spanID: SpanID,
        isSampled: Bool,
        state: TraceState = TraceState(),
        isRemote: Bool = false
    ) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
        self.state = state
        self.isRemote = isRemote
    }
}
