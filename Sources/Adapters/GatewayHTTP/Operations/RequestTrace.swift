// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import Hummingbird
import ServiceContextModule
import Synchronization
import Tracing

/// The span of one request. It begins when it is known who asks: a stranger's request makes none, whatever it says.
final class RequestTrace: Sendable {
    private let tracer: CallTracer
    private let start = DefaultTracerClock.now
    private let method: String
    private let traceparent: String?
    private let tracestate: String?
    private let span = Mutex<(any Span)?>(nil)

    init(_ tracer: CallTracer, _ request: Request) {
        self.tracer = tracer
        self.method = request.method.rawValue
        self.traceparent = Self.field("traceparent", request)
        self.tracestate = Self.field("tracestate", request)
    }

    /// For all that is done to answer; `nil` until the span has begun.
    var context: ServiceContext? { self.span.withLock { $0?.context } }

    /// Twilio has signed the webhook; it is part of the call's trace. A `traceparent` becomes a link: Twilio sends none, but
    /// a proxy may.
    func verified(call: CallID, webhook: String) {
        let span = self.tracer.startSpan("webhook \(webhook)", of: call, kind: .server, at: self.start)
        if let other = self.remoteContext { span.addLink(SpanLink(context: other, attributes: [:])) }
        self.begin(span)
    }

    /// An operator has shown a key; the request is part of the operator's trace, or begins one.
    func authenticated() {
        let context = self.remoteContext ?? .topLevel
        self.begin(self.tracer.tracer.startSpan(self.method, context: context, ofKind: .server, at: self.start))
    }

    /// The request is answered.
    func end(route: String, status: Int) {
        guard let span = self.span.withLock({ $0.take() }) else { return }
        if !span.operationName.hasPrefix("webhook ") { span.operationName = "\(self.method) \(route)" }
        span.updateAttributes { attributes in
            attributes["http.request.method"] = self.method
            attributes["http.route"] = route
            attributes["http.response.status_code"] = status
            attributes["url.scheme"] = "http"
            if status >= 500 { attributes["error.type"] = "\(status)" }
        }
        if status >= 500 { span.setStatus(SpanStatus(code: .error)) }
        span.end()
    }

    private var remoteContext: ServiceContext? {
        self.traceparent.flatMap { self.tracer.context(traceparent: $0, tracestate: self.tracestate) }
    }

    private func begin(_ span: any Span) {
        let isFirst = self.span.withLock { current in
            guard current == nil else { return false }
            current = span
            return true
        }
        precondition(isFirst, "a request has one span")
    }

    private static func field(_ name: String, _ request: Request) -> String? {
        HTTPField.Name(name).flatMap { request.headers[$0] }
    }
}
