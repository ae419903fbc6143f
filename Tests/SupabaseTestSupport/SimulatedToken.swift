// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// A JWT as PostgREST 14 checks it.
struct SimulatedToken {
    private struct Claims: Decodable {
        var role: String?
        var exp: Double?
        var iat: Double?
    }

    let role: String

    init(_ text: String, now: Date) throws {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else {
            throw SimulatedError("PGRST301", "Expected 3 parts in JWT; got \(parts.count)")
        }
        guard TestKeys.signature(of: "\(parts[0]).\(parts[1])") == parts[2] else {
            throw SimulatedError("PGRST301", "No suitable key or wrong key type")
        }
        guard let payload = TestKeys.decoded(parts[1]),
            let claims = try? JSONDecoder().decode(Claims.self, from: payload)
        else { throw SimulatedError("PGRST303", "Parsing claims failed") }
        let skew = 30.0
        if let expiry = claims.exp, expiry + skew < now.timeIntervalSince1970 {
            throw SimulatedError("PGRST303", "JWT expired")
        }
        if let issued = claims.iat, issued - skew > now.timeIntervalSince1970 {
            throw SimulatedError("PGRST303", "JWT issued at future")
        }
        let role = claims.role ?? "anon"
        guard ["anon", "authenticated", "service_role"].contains(role) else {
            throw SimulatedError("22023", "role \"\(role)\" does not exist")
        }
        self.role = role
    }
}
