// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// What a legacy key says of itself. Nobody here can check its signature; Supabase does.
struct SupabaseClaims: Decodable {
    private enum CodingKeys: String, CodingKey {
        case role
        case project = "ref"
        case expiry = "exp"
    }

    var role: String?
    var project: String?
    private var expiry: Double?

    var expires: Date? { self.expiry.map { Date(timeIntervalSince1970: $0) } }

    /// Reads the payload of a JWT.
    init(jwt: String) throws(SupabaseError) {
        let parts = jwt.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else {
            throw SupabaseKey.invalid("is neither a secret key nor a JWT of three parts")
        }
        var base64 = String(parts[1].map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let payload = Data(base64Encoded: base64),
            let claims = try? JSONDecoder().decode(Self.self, from: payload)
        else { throw SupabaseKey.invalid("is a JWT that cannot be read (was it copied whole?)") }
        self = claims
    }

    /// Fails unless the key can do what a store needs.
    func check(for endpoint: SupabaseEndpoint, now: Date) throws(SupabaseError) {
        guard self.role == "service_role" else {
            let role = self.role == "anon" ? "the public anon key" : "a key of another role than service_role"
            throw SupabaseKey.invalid("holds \(role)")
        }
        if let expires = self.expires, expires <= now { throw SupabaseKey.invalid("has expired") }
        if let mine = self.project, let its = endpoint.project, mine != its {
            throw SupabaseKey.invalid("belongs to another project than SUPABASE_URL")
        }
    }
}
