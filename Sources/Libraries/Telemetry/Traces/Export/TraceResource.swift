// SPDX-License-Identifier: Apache-2.0

/// The process that spans come from: attributes by the semantic conventions of OpenTelemetry
/// (<https://opentelemetry.io/docs/specs/semconv/resource/>).
public struct TraceResource: Sendable, Hashable {
    /// The most attributes.
    private static let maximumCount = 128

    /// The attributes by name.
    public private(set) var attributes: [String: String]
    /// The number of the process, if it is to be told.
    public var processID: Int?

    /// A resource.
    ///
    /// - Parameters:
    ///   - serviceName: what the service is called, by `OTEL_SERVICE_NAME`; wins over `additions`.
    ///   - fallbackName: what it is called if neither says so.
    ///   - version: the service's version.
    ///   - instance: what tells this process from all others of the service.
    ///   - host: the machine's name; `nil` leaves it out.
    ///   - processID: the number of the process; `nil` leaves it out.
    ///   - additions: the text of `OTEL_RESOURCE_ATTRIBUTES`: `key=value`, separated by commas, values percent-encoded.
    /// - Throws: ``TelemetryError/Code-swift.enum/invalidResource`` for a malformed text.
    public init(
        serviceName: String?,
        fallbackName: String = "unknown_service",
        version: String,
        instance: String,
        host: String? = nil,
        processID: Int? = nil,
        additions: String = ""
    ) throws(TelemetryError) {
        guard let pairs = BaggageText.pairs(additions), pairs.count <= Self.maximumCount else {
            throw TelemetryError(
                .invalidResource,
                "Attributes of the resource are key=value, separated by commas, with percent-encoded values."
            )
        }
        self.attributes = ["service.name": fallbackName, "service.version": version, "service.instance.id": instance]
        self.attributes["host.name"] = host
        self.attributes["telemetry.sdk.name"] = "switchboard-telemetry"
        self.attributes["telemetry.sdk.language"] = "swift"
        self.attributes["telemetry.sdk.version"] = version
        for (key, value) in pairs { self.attributes[key] = value }
        if let serviceName, !serviceName.isEmpty { self.attributes["service.name"] = serviceName }
        self.processID = processID
    }
}
