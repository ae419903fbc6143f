// SPDX-License-Identifier: Apache-2.0

/// How a request is signed.
public enum SignatureAlgorithm: Hashable, Sendable {
    /// With the account's Auth Token; what Twilio does by default.
    case hmacSHA1
    /// With a shared key (public beta).
    case hmacSHA256

    var byteCount: Int {
        switch self {
        case .hmacSHA1: 20
        case .hmacSHA256: 32
        }
    }
}
