// SPDX-License-Identifier: Apache-2.0

public import ServiceContextModule

private enum SpanContextKey: ServiceContextKey {
    typealias Value = SpanContext
}

private enum KnownSpanKey: ServiceContextKey {
    typealias Value = KnownSpan
}

extension ServiceContext {
    /// The span that work with this context belongs to.
    public var spanContext: SpanContext? {
        get { self[SpanContextKey.self] }
        set { self[SpanContextKey.self] = newValue }
    }

    /// The identity that the next span has, which follows from what it is about.
    var knownSpan: KnownSpan? {
        get { self[KnownSpanKey.self] }
        set { self[KnownSpanKey.self] = newValue }
    }
}
