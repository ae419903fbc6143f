// SPDX-License-Identifier: Apache-2.0

/// What every answer says, so that nothing in it becomes active in a browser, nothing is kept by a cache, and nobody is
/// led back to clear text. An answer that says otherwise itself, such as a page with a policy of its own, is left as it
/// is.
enum SafetyHeaders {
    /// Nothing may be loaded, run, framed or sent anywhere (Content Security Policy Level 3).
    static let policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    /// The fields. HTTP Strict Transport Security (RFC 6797) is for hosts that are reached over TLS only; a year, and
    /// without subdomains, which may be somebody else's business.
    static func fields(isSecure: Bool) -> [(name: String, value: String)] {
        let fields = [
            ("Content-Security-Policy", self.policy), ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
        ]
        return fields + (isSecure ? [("Strict-Transport-Security", "max-age=31536000")] : [])
    }
}
