// SPDX-License-Identifier: Apache-2.0

import Tracing

/// The fields that a span's identity comes in and goes out with.
struct TraceFields: Extractor, Injector {
    /// For: the next span is a child of this one. The tracer's `KnownSpan` reads it.
    static let knownParent = "switchboard-known-parent"
    /// For: the next span is this one.
    static let knownSelf = "switchboard-known-self"

    func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }

    func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
}
