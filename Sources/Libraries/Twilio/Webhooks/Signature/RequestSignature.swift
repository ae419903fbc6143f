// SPDX-License-Identifier: Apache-2.0

internal import Crypto

/// The value of `X-Twilio-Signature`.
///
/// It covers the URL as Twilio requested it and, of a form body, every field. Everything is bytes: nothing is
/// normalised. See <https://www.twilio.com/docs/usage/security#validating-requests>.
///
/// ```swift
/// let header = RequestSignature.of(url: "https://example.com/voice", parameters: form, token: token).headerValue
/// ```
public struct RequestSignature: Sendable {
    /// The name of the header, in lower case.
    public static let headerName = "x-twilio-signature"
    /// The name of the header that says which shared key signed, in lower case.
    public static let settingsHeaderName = "x-twilio-webhooks-signature-settings"

    let bytes: [UInt8]

    /// Reads a header; `nil` when it is not strict base64 of the right length.
    public init?(headerValue: String, algorithm: SignatureAlgorithm = .hmacSHA1) {
        // Anything longer than a SHA-256 in base64 is refused before it is decoded.
        guard headerValue.utf8.count <= 44, let bytes = Base64.decode(Array(headerValue.utf8)),
            bytes.count == algorithm.byteCount
        else { return nil }
        self.bytes = bytes
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Signs a request: the URL and, for a form body, its fields.
    public static func of(
        url: String,
        parameters: FormParameters = [:],
        token: AuthToken,
        algorithm: SignatureAlgorithm = .hmacSHA1
    ) -> Self {
        Self(bytes: token.sign(Array(url.utf8) + SignedParameters(parameters).bytes, algorithm: algorithm))
    }

    /// The signature as it stands in the header.
    public var headerValue: String {
        String(decoding: Base64.encode(self.bytes), as: UTF8.self)
    }

    /// The value Twilio puts into the query as `bodySHA256` when the body is no form.
    public static func bodyHash(of body: [UInt8]) -> String {
        Hexadecimal.text(SHA256.hash(data: body))
    }

    /// Whether this is the signature of these bytes; takes the same time whatever is wrong.
    func isValid(for data: [UInt8], token: AuthToken, algorithm: SignatureAlgorithm) -> Bool {
        token.isSignature(self.bytes, of: data, algorithm: algorithm)
    }
}
