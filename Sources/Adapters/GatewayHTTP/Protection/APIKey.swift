// SPDX-License-Identifier: Apache-2.0

import Crypto

/// A key of the operator routes as Switchboard makes them: `sbk_`, 256 random bits and a checksum, 53 characters.
///
/// ```swift
/// let key = APIKey()
/// print(key.text)                                    // shown once, kept by whoever uses it
/// print(key.entry(named: "console", scope: .read))   // goes into API_KEYS or API_KEYS_FILE
/// ```
/// The prefix lets scanners of repositories find a key that was published; the checksum tells a mistyped or cut key from
/// a wrong one without asking the server.
public struct APIKey: Sendable, Hashable {
    /// What is wrong with a text that should be a key. None of it repeats the text.
    public enum Flaw: String, Error, Sendable, Hashable {
        /// It does not begin with `sbk_`.
        case noPrefix = "it does not begin with sbk_"
        /// It is shorter than a key.
        case cut = "it is too short: was it cut when it was copied?"
        /// It is longer than a key.
        case tooLong = "it is too long: does it hold two keys, or quotation marks?"
        /// It has characters that no key has.
        case badCharacter = "it has characters that no key has: blanks, quotation marks or a line break?"
        /// A character was changed.
        case badChecksum = "its checksum does not fit: a character was changed"
    }

    static let prefix = "sbk_"
    private static let randomCount = 43
    private static let checksumCount = 6

    /// The key itself: a secret.
    public let text: String

    /// A new key from the system's randomness.
    public init() {
        var generator = SystemRandomNumberGenerator()
        self.init(using: &generator)
    }

    /// A new key; the generator must be fit for secrets.
    public init(using generator: inout some RandomNumberGenerator) {
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let random = Base64URL.encode(bytes)
        self.text = Self.prefix + random + Self.checksum(of: random)
    }

    /// Reads a key and says what is wrong with it otherwise.
    public init(_ text: String) throws(Flaw) {
        let bytes = Array(text.utf8)
        guard bytes.starts(with: Self.prefix.utf8) else { throw .noPrefix }
        guard bytes.dropFirst(Self.prefix.utf8.count).allSatisfy(Base64URL.isDigit) else { throw .badCharacter }
        let count = Self.prefix.utf8.count + Self.randomCount + Self.checksumCount
        guard bytes.count >= count else { throw .cut }
        guard bytes.count == count else { throw .tooLong }
        let random = String(decoding: bytes.dropFirst(Self.prefix.utf8.count).prefix(Self.randomCount), as: UTF8.self)
        guard text.hasSuffix(Self.checksum(of: random)) else { throw .badChecksum }
        self.text = text
    }

    /// SHA-256 of the key in hexadecimal digits: what is kept of it.
    public var digest: String { APIKeyEntry.hexadecimal(APIKeyEntry.digest(of: self.text)) }

    /// The line for `API_KEYS` or `API_KEYS_FILE` that lets this key in: `name:scope:digest`. No secret.
    public func entry(named name: String, scope: APIScope) -> String {
        "\(name):\(scope.rawValue):\(self.digest)"
    }

    private static func checksum(of random: String) -> String {
        let digest = SHA256.hash(data: Array("switchboard key \(random)".utf8))
        return String(Base64URL.encode(Array(digest)).prefix(self.checksumCount))
    }
}

extension APIKey: CustomStringConvertible, CustomReflectable {
    /// The first characters only, which open nothing.
    public var description: String { self.text.prefix(8) + "…" }
    /// Nothing, so that no dump shows the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
