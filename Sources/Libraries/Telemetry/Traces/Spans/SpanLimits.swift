// SPDX-License-Identifier: Apache-2.0

/// How much one span may hold. What is beyond is left out and counted in the span itself.
public struct SpanLimits: Sendable, Hashable {
    /// Attributes of a span.
    public var attributes = 128
    /// Events of a span.
    public var events = 128
    /// Links of a span.
    public var links = 128
    /// Attributes of an event or a link.
    public var innerAttributes = 32
    /// Elements of a list.
    public var elements = 128

    /// The defaults.
    public init() {}
}
