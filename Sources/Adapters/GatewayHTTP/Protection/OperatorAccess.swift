// SPDX-License-Identifier: Apache-2.0

import Twilio

/// What decides about operators' requests, shared by all their routes.
struct OperatorAccess: Sendable {
    let keys: APIKeyRing
    let environment: GatewayEnvironment
    let limits: RequestLimits
    /// The origin (RFC 6454) of the pinned address, where one is pinned.
    let origin: String?

    init(_ configuration: GatewayConfiguration, keys: APIKeyRing, limits: RequestLimits) {
        self.keys = keys
        self.environment = configuration.environment
        self.limits = limits
        self.origin = configuration.publicURL.map { url in
            let port = url.port.map { $0 == (url.isSecure ? 443 : 80) ? "" : ":\($0)" } ?? ""
            return "\(url.isSecure ? "https" : "http")://\(url.host.lowercased())\(port)"
        }
    }
}
