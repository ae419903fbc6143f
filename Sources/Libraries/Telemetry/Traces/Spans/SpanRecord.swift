// SPDX-License-Identifier: Apache-2.0

internal import Tracing

/// All there is to say of a span that has ended.
package struct SpanRecord: Sendable {
    var context: SpanContext
    var parent: SpanID?
    var isParentRemote: Bool
    var name: String
    var kind: SpanKind
    /// Nanoseconds since 1970.
    var start: UInt64
    /// Nanoseconds since 1970; never before the start.
    var end: UInt64 = 0
    var attributes = SpanAttributes([:])
    var events: [SpanEvent] = []
    var links: [SpanLink] = []
    var status: SpanStatus?
    /// What the limits left out.
    var droppedAttributes = 0
    var droppedEvents = 0
    var droppedLinks = 0
}
