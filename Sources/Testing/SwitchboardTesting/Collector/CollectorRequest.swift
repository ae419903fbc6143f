// SPDX-License-Identifier: Apache-2.0

/// What was posted to a ``SimulatedCollector``.
public struct CollectorRequest: Sendable {
    /// The request's method.
    public var method: String
    /// Path and query.
    public var target: String
    /// The fields as they came.
    public var headers: [(name: String, value: String)]
    /// The body, at most 16 MB of it.
    public var body: [UInt8]

    /// The first field of this name, in any case.
    public func header(_ name: String) -> String? {
        self.headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
