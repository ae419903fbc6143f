// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import NIOHTTP1

/// The key with which a server may do everything in a Supabase project; never shown.
///
/// Both kinds are known (<https://supabase.com/docs/guides/getting-started/api-keys>): a secret key (`sb_secret_…`),
/// which is no JWT and goes into `apikey` only, and a legacy `service_role` JWT (`eyJ…`), which goes into `apikey` and
/// `Authorization`.
package struct SupabaseKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kinds of key.
    package enum Kind: String, Sendable {
        /// `sb_secret_…`
        case secret
        /// A JWT of the role `service_role`.
        case legacy
    }

    /// Which kind it is.
    package let kind: Kind
    /// When it ends, where it says so.
    package let expires: Date?
    let value: String

    /// Reads `SUPABASE_SERVICE_ROLE_KEY`; a JWT must be that of `endpoint`'s project and still be valid at `now`.
    ///
    /// Fails with ``SupabaseError/Code/invalidKey``, which names the variable and the mend and never the value.
    package init(_ text: String, for endpoint: SupabaseEndpoint, now: Date = Date()) throws(SupabaseError) {
        let text = text.trimmed
        guard !text.isEmpty else { throw Self.invalid("is empty") }
        // It becomes a header: nothing that could end one.
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), text.utf8.count <= 8_192 else {
            throw Self.invalid("has characters that no key has (was it copied whole, without quotes?)")
        }
        if text.hasPrefix("sb_secret_"), text.count > "sb_secret_".count {
            (self.kind, self.expires, self.value) = (.secret, nil, text)
            return
        }
        if text.hasPrefix("sb_publishable_") {
            throw Self.invalid("holds a publishable key, which is for browsers and sees nothing here")
        }
        guard !text.hasPrefix("sb_") else { throw Self.invalid("holds a kind of key this server does not know") }
        let claims = try SupabaseClaims(jwt: text)
        try claims.check(for: endpoint, now: now)
        (self.kind, self.expires, self.value) = (.legacy, claims.expires, text)
    }

    /// What goes with each request. Never two different values: the gateway lets `Authorization` win.
    var headers: HTTPHeaders {
        switch self.kind {
        case .secret: ["apikey": self.value]
        case .legacy: ["apikey": self.value, "Authorization": "Bearer \(self.value)"]
        }
    }

    /// The kind; the value is not shown.
    package var description: String { "<\(self.kind.rawValue) key>" }
    /// The kind; the value is not shown.
    package var debugDescription: String { self.description }
    /// Shows the kind only.
    package var customMirror: Mirror { Mirror(self, children: ["kind": self.kind]) }

    static func invalid(_ what: String) -> SupabaseError {
        SupabaseError(
            .invalidKey,
            "SUPABASE_SERVICE_ROLE_KEY \(what). Take the secret key (sb_secret_…) of Project Settings > API Keys."
        )
    }
}
