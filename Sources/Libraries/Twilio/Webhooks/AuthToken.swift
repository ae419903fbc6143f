// SPDX-License-Identifier: Apache-2.0

internal import Crypto

/// A secret that signs requests; it never prints itself.
public struct AuthToken: Sendable {
    let key: SymmetricKey

    /// Keeps a secret; the key is its UTF-8.
    public init(_ secret: String) {
        self.key = SymmetricKey(data: Array(secret.utf8))
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
