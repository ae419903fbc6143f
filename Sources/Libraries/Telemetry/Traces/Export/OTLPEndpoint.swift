// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The address that traces are posted to.
///
/// Made as the specification of the OTLP exporter wants it
/// (<https://opentelemetry.io/docs/specs/otel/protocol/exporter/#endpoint-urls-for-otlphttp>): an address for all signals
/// gets `v1/traces` added to its path; one for traces is taken as it is, and its path is `/` where it has none.
public struct OTLPEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// The address.
    public let url: String

    /// From an address for all signals; fails with ``TelemetryError/Code-swift.enum/invalidEndpoint``.
    public init(base text: String) throws(TelemetryError) {
        let parts = try Self.parts(text)
        let slash = parts.path.hasSuffix("/") ? "" : "/"
        self.url = parts.origin + parts.path + slash + "v1/traces" + parts.query
    }

    /// From an address for traces; fails with ``TelemetryError/Code-swift.enum/invalidEndpoint``.
    public init(exact text: String) throws(TelemetryError) {
        let parts = try Self.parts(text)
        self.url = parts.origin + (parts.path.isEmpty ? "/" : parts.path) + parts.query
    }

    /// Without the query, which may hold a key.
    public var description: String { String(self.url.prefix { $0 != "?" }) }

    private static func parts(_ text: String) throws(TelemetryError) -> (origin: String, path: String, query: String) {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = url.host(), !host.isEmpty, !text.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7f })
        else {
            throw TelemetryError(
                .invalidEndpoint,
                "The address of a collector is http://HOST:PORT or https://HOST, perhaps with a path."
            )
        }
        // Fields are the way to give a key; an address with one would end in logs of other programs.
        guard url.user() == nil, url.password() == nil, url.fragment() == nil else {
            throw TelemetryError(.invalidEndpoint, "The address of a collector has no user, password or fragment.")
        }
        let query = text.firstIndex(of: "?").map { String(text[$0...]) } ?? ""
        let rest = text.dropLast(query.count)
        let path = rest.dropFirst(scheme.count + "://".count).firstIndex(of: "/").map { String(rest[$0...]) } ?? ""
        return (String(rest.dropLast(path.count)), path, query)
    }
}
