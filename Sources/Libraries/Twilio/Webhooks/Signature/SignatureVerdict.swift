// SPDX-License-Identifier: Apache-2.0

/// Whether a request comes from Twilio, and if not, why not.
///
/// It never contains the right signature, so it can be logged.
public enum SignatureVerdict: String, Sendable, CaseIterable {
    /// It does.
    case valid
    /// The request has no signature.
    case missingHeader = "missing_header"
    /// The signature is not base64 of the right length.
    case malformedHeader = "malformed_header"
    /// The request target does not begin with `/`.
    case malformedTarget = "malformed_target"
    /// The signature settings name an algorithm this library does not know.
    case unknownAlgorithm = "unknown_algorithm"
    /// The signature settings name a shared key that is not configured, or no key.
    case unknownKey = "unknown_key"
    /// There is no token to check with.
    case noToken = "no_token"
    /// The signature belongs to another URL, other fields or another token.
    case mismatch
    /// A body that is no form came without its hash in the query.
    case missingBodyHash = "missing_body_hash"
    /// The body is not the one that was signed.
    case bodyMismatch = "body_mismatch"

    /// Whether the request may be trusted.
    public var isValid: Bool { self == .valid }
}
