// SPDX-License-Identifier: Apache-2.0

public import Logging
internal import ServiceContextModule

extension Logger.MetadataProvider {
    /// Adds `trace_id` and `span_id` to every line that is logged within a recorded span, so that a log leads to its trace.
    public static let spans = Logger.MetadataProvider {
        guard let span = ServiceContext.current?.spanContext, span.isSampled else { return [:] }
        return ["trace_id": "\(span.traceID)", "span_id": "\(span.spanID)"]
    }
}
