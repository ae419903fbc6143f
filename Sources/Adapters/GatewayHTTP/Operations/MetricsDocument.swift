// SPDX-License-Identifier: Apache-2.0

/// The metrics of the process as a monitoring system reads them.
public struct MetricsDocument: Sendable, Hashable {
    /// The text.
    public var bytes: [UInt8]
    /// Which format it is in.
    public var contentType: String

    /// Creates a document.
    public init(bytes: [UInt8], contentType: String) {
        self.bytes = bytes
        self.contentType = contentType
    }
}
