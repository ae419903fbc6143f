// SPDX-License-Identifier: Apache-2.0

internal import Crypto

/// A secret that signs requests; it never prints itself.
public struct AuthToken: Sendable {
    private let key: SymmetricKey
    // The key's share of an HMAC is the same for every request, so it is hashed once.
    private let sha1: HMAC<Insecure.SHA1>
    private let sha256: HMAC<SHA256>

    /// Keeps a secret; the key is its UTF-8.
    public init(_ secret: String) {
        self.init(bytes: Array(secret.utf8))
    }

    init(bytes: [UInt8]) {
        self.key = SymmetricKey(data: bytes)
        self.sha1 = HMAC(key: self.key)
        self.sha256 = HMAC(key: self.key)
    }

    /// The signature of these bytes.
    func sign(_ data: [UInt8], algorithm: SignatureAlgorithm) -> [UInt8] {
        switch algorithm {
        case .hmacSHA1: Array(Self.code(self.sha1, data))
        case .hmacSHA256: Array(Self.code(self.sha256, data))
        }
    }

    /// Whether a signature is that of these bytes; takes the same time whatever is wrong.
    func isSignature(_ signature: [UInt8], of data: [UInt8], algorithm: SignatureAlgorithm) -> Bool {
        // The comparison of an authentication code with bytes is swift-crypto's, in constant time.
        switch algorithm {
        case .hmacSHA1: Self.code(self.sha1, data) == signature
        case .hmacSHA256: Self.code(self.sha256, data) == signature
        }
    }

    /// A key of 256 bits for a purpose of your own, derived from the secret with HKDF-SHA256 (RFC 5869): whoever shares
    /// the secret derives the same one, and it tells nothing of the secret or of the keys for other purposes.
    public func derivedKey(for purpose: String) -> [UInt8] {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: self.key, info: Array(purpose.utf8), outputByteCount: 32)
            .withUnsafeBytes { Array($0) }
    }

    /// Without blanks, quotes and line ends around it; `nil` when there are none.
    var trimmed: AuthToken? {
        let bytes = self.key.withUnsafeBytes { Array($0) }
        let around: [UInt8] = Array(" \t\r\n\"'".utf8) + [0xEF, 0xBB, 0xBF]
        let front = bytes.drop { around.contains($0) }
        let back = front.reversed().drop { around.contains($0) }
        guard back.count < bytes.count, !back.isEmpty else { return nil }
        return AuthToken(bytes: Array(back.reversed()))
    }

    private static func code<Hash>(_ prepared: HMAC<Hash>, _ data: [UInt8]) -> HashedAuthenticationCode<Hash> {
        var authenticator = prepared
        authenticator.update(data: data)
        return authenticator.finalize()
    }
}

extension AuthToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `<redacted>`.
    public var description: String { "<redacted>" }
    /// `<redacted>`.
    public var debugDescription: String { "<redacted>" }
    /// Nothing to see.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
