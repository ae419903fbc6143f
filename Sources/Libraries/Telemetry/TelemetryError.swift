// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a setting of this library.
public struct TelemetryError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure.
    public enum Code: String, Sendable {
        /// A text that is no list of log levels.
        case invalidLogLevels = "invalid_log_levels"
        /// Descriptions of metrics that cannot be used.
        case invalidMetrics = "invalid_metrics"
        /// A text that is no address of a collector.
        case invalidEndpoint = "invalid_endpoint"
        /// A text that is no list of fields for a collector.
        case invalidHeaders = "invalid_headers"
        /// A text that is no list of attributes of the resource.
        case invalidResource = "invalid_resource"
    }

    /// The kind of failure.
    public var code: Code
    /// One sentence for a person.
    public var message: String
    /// The error below this one, if there is one.
    public var cause: (any Error)?

    /// Creates an error.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The code and the message.
    public var description: String { "\(self.code.rawValue): \(self.message)" }
}
