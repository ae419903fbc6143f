// SPDX-License-Identifier: Apache-2.0

internal import ServiceContextModule
internal import SwiftProtobuf
internal import Tracing

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Turns ended spans into the body of a request. This is where texts are cleaned: on the exporter's task, not where the
/// spans are made.
struct SpanWriter: Sendable {
    private let resource: WireResource
    private let attributes: AttributeWriter
    private let scope: WireInstrumentationScope

    init(resource: TraceResource, redaction: LogRedaction, limits: SpanLimits) {
        self.resource = Self.resource(resource)
        self.attributes = AttributeWriter(redaction: redaction, limits: limits)
        self.scope = WireInstrumentationScope.with {
            $0.name = "switchboard"
            $0.version = resource.attributes["service.version"] ?? ""
        }
    }

    /// The body.
    func request(_ spans: [SpanRecord]) throws -> [UInt8] {
        let request = WireExportTraceServiceRequest.with { request in
            request.resourceSpans = [
                .with {
                    $0.resource = self.resource
                    $0.scopeSpans = [
                        .with {
                            $0.scope = self.scope
                            $0.spans = spans.map(self.span)
                        }
                    ]
                }
            ]
        }
        return try request.serializedBytes()
    }

    private static func resource(_ resource: TraceResource) -> WireResource {
        WireResource.with { wire in
            wire.attributes = resource.attributes.sorted { $0.key < $1.key }.map { key, value in
                WireKeyValue.with {
                    $0.key = key
                    $0.value.stringValue = value
                }
            }
            guard let processID = resource.processID else { return }
            wire.attributes.append(
                .with {
                    $0.key = "process.pid"
                    $0.value.intValue = Int64(processID)
                }
            )
        }
    }

    private func span(_ record: SpanRecord) -> WireSpan {
        let (attributes, dropped) = self.attributes.attributes(record.attributes, atMost: .max)
        return WireSpan.with { span in
            self.write(record, to: &span)
            span.attributes = attributes
            span.droppedAttributesCount = UInt32(clamping: record.droppedAttributes + dropped)
            span.events = record.events.map(self.event)
            span.droppedEventsCount = UInt32(clamping: record.droppedEvents)
            span.links = record.links.compactMap(self.link)
            span.droppedLinksCount = UInt32(clamping: record.droppedLinks)
            if let status = record.status { span.status = self.status(status) }
        }
    }

    private func write(_ record: SpanRecord, to span: inout WireSpan) {
        span.traceID = Data(record.context.traceID.bytes)
        span.spanID = Data(record.context.spanID.bytes)
        span.traceState = record.context.state.text
        if let parent = record.parent { span.parentSpanID = Data(parent.bytes) }
        span.name = self.attributes.text(record.name)
        span.kind = Self.kind(record.kind)
        span.startTimeUnixNano = record.start
        span.endTimeUnixNano = record.end
        span.flags = Self.flags(record.context, isRemote: record.isParentRemote)
    }

    /// The flags of the trace in the low byte; bit 8 says that bit 9, whether the other span is remote, is known.
    private static func flags(_ context: SpanContext, isRemote: Bool) -> UInt32 {
        (context.isSampled ? 1 : 0) | 0x100 | (isRemote ? 0x200 : 0)
    }

    private static func kind(_ kind: SpanKind) -> WireSpan.SpanKind {
        switch kind {
        case .server: .server
        case .client: .client
        case .producer: .producer
        case .consumer: .consumer
        case .internal: .internal
        }
    }

    private func event(_ event: SpanEvent) -> WireSpan.Event {
        let (attributes, dropped) = self.attributes.attributes(event.attributes)
        return WireSpan.Event.with {
            $0.timeUnixNano = event.nanosecondsSinceEpoch
            $0.name = self.attributes.text(event.name)
            $0.attributes = attributes
            $0.droppedAttributesCount = UInt32(clamping: dropped)
        }
    }

    /// A link to nothing is none.
    private func link(_ link: SpanLink) -> WireSpan.Link? {
        guard let context = link.context.spanContext else { return nil }
        let (attributes, dropped) = self.attributes.attributes(link.attributes)
        return WireSpan.Link.with {
            $0.traceID = Data(context.traceID.bytes)
            $0.spanID = Data(context.spanID.bytes)
            $0.traceState = context.state.text
            $0.flags = Self.flags(context, isRemote: context.isRemote)
            $0.attributes = attributes
            $0.droppedAttributesCount = UInt32(clamping: dropped)
        }
    }

    private func status(_ status: SpanStatus) -> WireStatus {
        WireStatus.with {
            switch status.code {
            case .ok: $0.code = .ok
            case .error: $0.code = .error
            }
            // Of interest with errors only, says the specification.
            if status.code == .error, let message = status.message { $0.message = self.attributes.text(message) }
        }
    }
}
