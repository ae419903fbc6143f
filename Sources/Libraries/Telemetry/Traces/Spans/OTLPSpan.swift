// SPDX-License-Identifier: Apache-2.0

public import ServiceContextModule
public import Tracing

/// A span of ``OTLPTracer``. One that is not recorded costs no memory of its own and takes nothing.
public struct OTLPSpan: Span {
    /// The context for all that belongs to this span.
    public let context: ServiceContext
    private let recording: SpanRecording?

    init(context: ServiceContext, recording: SpanRecording?) {
        self.context = context
        self.recording = recording
    }

    /// Whether anything that is added now is kept.
    public var isRecording: Bool { self.recording?.isOpen ?? false }

    /// What the span is about: few different texts, nothing of a single request.
    public var operationName: String {
        get { self.recording?.read(\.name) ?? "" }
        nonmutating set { self.recording?.update { $0.name = newValue } }
    }

    /// Facts about the span. Beyond the limit the first by name are kept.
    public var attributes: SpanAttributes {
        get { self.recording?.read(\.attributes) ?? [:] }
        nonmutating set { self.recording?.setAttributes(newValue) }
    }

    /// Says how it went.
    public func setStatus(_ status: SpanStatus) {
        self.recording?.update { $0.status = status }
    }

    /// Notes that something happened.
    public func addEvent(_ event: SpanEvent) {
        self.recording?.addEvent(event)
    }

    /// Refers to another span.
    public func addLink(_ link: SpanLink) {
        self.recording?.addLink(link)
    }

    /// Notes the type of an error, as event and as `error.type`. Not its text: that may quote what somebody said.
    public func recordError<Instant: TracerInstant>(
        _ error: any Error,
        attributes: SpanAttributes,
        at instant: @autoclosure () -> Instant
    ) {
        guard let recording = self.recording else { return }
        let type = String(describing: Swift.type(of: error))
        var attributes = attributes
        attributes["exception.type"] = type
        recording.addEvent(SpanEvent(name: "exception", at: instant(), attributes: attributes))
        recording.update { $0.attributes["error.type"] = type }
    }

    /// Ends the span; once.
    public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        guard let recording = self.recording else { return }
        recording.end(at: instant().nanosecondsSinceEpoch)
    }
}
