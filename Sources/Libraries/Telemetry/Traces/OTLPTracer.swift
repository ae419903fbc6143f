// SPDX-License-Identifier: Apache-2.0

public import ServiceContextModule
public import Tracing

/// A tracer of swift-distributed-tracing whose spans go to an OpenTelemetry collector, by an ``OTLPExporter``.
///
/// ```swift
/// let exporter = OTLPExporter(configuration, resource: resource, logger: logger)
/// InstrumentationSystem.bootstrap(OTLPTracer(exporter: exporter))
/// // … in a task of its own, until exporter.finish() is called:
/// await exporter.run()
/// ```
/// A trace begins with a span that has no parent, and the sampler decides of it. A span of kind `client` begins no trace:
/// a request that belongs to nothing, such as a sign of life, is not worth one.
public struct OTLPTracer: Tracer {
    /// The type of its spans.
    public typealias Span = OTLPSpan

    private let sampler: TraceSampler
    private let limits: SpanLimits
    private let random: RandomSource
    private let finish: @Sendable (SpanRecord) -> Void

    /// A tracer whose spans are exported.
    ///
    /// - Parameters:
    ///   - exporter: takes the spans that have ended.
    ///   - sampler: which traces are recorded.
    ///   - limits: how much a span may hold.
    ///   - random: where identifiers come from.
    public init(
        exporter: OTLPExporter,
        sampler: TraceSampler = .standard,
        limits: SpanLimits = SpanLimits(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.init(sampler: sampler, limits: limits, random: random) { exporter.take($0) }
    }

    /// A tracer whose spans go wherever `finish` brings them.
    package init(
        sampler: TraceSampler = .standard,
        limits: SpanLimits = SpanLimits(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        finish: @escaping @Sendable (SpanRecord) -> Void
    ) {
        self.sampler = sampler
        self.limits = limits
        self.random = RandomSource(random)
        self.finish = finish
    }

    /// Begins a span: a child of the context's, or the first one of a new trace.
    public func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> ServiceContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> OTLPSpan {
        var context = context()
        let parent = context.spanContext
        let known = context.knownSpan
        guard parent != nil || known != nil || kind != .client else {
            return OTLPSpan(context: context, recording: nil)
        }
        let identity = self.identity(parent, known)
        context.spanContext = identity
        context.knownSpan = nil
        guard identity.isSampled else { return OTLPSpan(context: context, recording: nil) }
        let record = SpanRecord(
            context: identity,
            parent: parent?.spanID,
            isParentRemote: parent?.isRemote ?? false,
            name: operationName,
            kind: kind,
            start: instant().nanosecondsSinceEpoch
        )
        return OTLPSpan(
            context: context,
            recording: SpanRecording(record, limits: self.limits, finish: self.finish)
        )
    }

    private func identity(_ parent: SpanContext?, _ known: KnownSpan?) -> SpanContext {
        let traceID = known?.traceID ?? parent?.traceID ?? self.random.traceID()
        return SpanContext(
            traceID: traceID,
            spanID: known?.spanID ?? self.random.spanID(),
            isSampled: self.sampler.records(traceID, parent: parent),
            state: parent?.state ?? TraceState()
        )
    }

    /// A span that another program or another time may export: whether it is recorded follows from its trace.
    func spanContext(of known: KnownSpan) -> SpanContext {
        SpanContext(
            traceID: known.traceID,
            spanID: known.spanID,
            isSampled: self.sampler.records(known.traceID, parent: nil)
        )
    }

    /// Spans are exported soon in any case; nothing is done.
    @available(*, deprecated)
    public func forceFlush() {}
}
