// SPDX-License-Identifier: Apache-2.0

import Crypto
package import FoundationEssentials

/// Keys of the simulated project: they open nothing else.
package enum TestKeys {
    package static let project = "abcdefghijklmnopqrst"
    package static let secret = "sb_secret_TestOnly0123456789_abcdefgh"
    package static let publishable = "sb_publishable_TestOnly0123456789_abc"
    private static let jwtSecret = SymmetricKey(data: Data("super-secret-jwt-token-of-the-tests-only".utf8))

    /// A legacy key, as Supabase makes them: HS256, valid for ten years.
    package static func legacy(
        role: String? = "service_role",
        issued: Date = Date(timeIntervalSince1970: 1_700_000_000),
        expires: Date? = Date(timeIntervalSince1970: 4_000_000_000),
        project: String? = nil
    ) -> String {
        var claims = [#""iss":"supabase""#, #""iat":\#(Int(issued.timeIntervalSince1970))"#]
        if let project { claims.append(#""ref":"\#(project)""#) }
        if let role { claims.append(#""role":"\#(role)""#) }
        if let expires { claims.append(#""exp":\#(Int(expires.timeIntervalSince1970))"#) }
        return Self.jwt("{\(claims.joined(separator: ","))}")
    }

    /// A JWT of this payload with a good signature.
    package static func jwt(_ payload: String) -> String {
        let text = Self.base64(Data(#"{"alg":"HS256","typ":"JWT"}"#.utf8)) + "." + Self.base64(Data(payload.utf8))
        return text + "." + Self.signature(of: text)
    }

    static func signature(of text: String) -> String {
        Self.base64(Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: Self.jwtSecret)))
    }

    static func base64(_ data: Data) -> String {
        data.base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    static func decoded(_ text: Substring) -> Data? {
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: base64 + String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4))
    }
}
