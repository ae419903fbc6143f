// SPDX-License-Identifier: Apache-2.0

import Crypto

/// A key that is let in: whose it is, what it may do, and the SHA-256 of it. Holds no secret.
public struct APIKeyEntry: Sendable, Hashable {
    /// Why a text is no entry; for whoever writes the configuration.
    public struct Flaw: Error, Sendable, Hashable, CustomStringConvertible {
        /// What is wrong, without anything of the text that could be a key.
        public let description: String
    }

    /// Names the key in logs.
    public let name: String
    /// What it may do.
    public let scope: APIScope
    let digest: [UInt8]

    /// Reads `name:scope:digest` (64 hexadecimal digits), or a plain key without a colon, which gets the scope
    /// `admin` and the name `fallbackName`.
    public init(_ text: String, fallbackName: String) throws(Flaw) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1: (self.name, self.scope, self.digest) = (fallbackName, .admin, try Self.digest(plain: text))
        case 3: (self.name, self.scope, self.digest) = try Self.read(name: parts[0], scope: parts[1], digest: parts[2])
        default: throw Flaw(description: "an entry is name:scope:digest, with two colons")
        }
    }

    private static func read(
        name: String,
        scope: String,
        digest: String
    ) throws(Flaw) -> (String, APIScope, [UInt8]) {
        guard self.isName(name) else {
            throw Flaw(description: "a key's name has 1 to 64 letters, digits, dots, hyphens or underscores")
        }
        guard let scope = APIScope(rawValue: scope) else {
            let scopes = APIScope.allCases.map(\.rawValue).joined(separator: ", ")
            throw Flaw(description: "the scope of key \(name) must be one of \(scopes)")
        }
        guard let bytes = self.bytes(hexadecimal: digest), bytes.count == 32 else {
            let hint = digest.hasPrefix(APIKey.prefix) ? ", not the key itself: treat that key as published" : ""
            throw Flaw(description: "the digest of key \(name) must be 64 hexadecimal digits (SHA-256)\(hint)")
        }
        return (name, scope, bytes)
    }

    private static func digest(plain key: String) throws(Flaw) -> [UInt8] {
        if key.hasPrefix(APIKey.prefix) {
            do throws(APIKey.Flaw) { _ = try APIKey(key) } catch {
                throw Flaw(description: "a key is damaged: \(error.rawValue)")
            }
        }
        return self.digest(of: key)
    }

    private static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { Base64URL.isDigit($0) || $0 == UInt8(ascii: ".") }
    }

    static func digest(of key: some StringProtocol) -> [UInt8] {
        Array(SHA256.hash(data: Array(key.utf8)))
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }, as: UTF8.self)
    }

    private static func bytes(hexadecimal text: String) -> [UInt8]? {
        let digits = text.utf8.map { byte in Character(UnicodeScalar(byte)).hexDigitValue.map(UInt8.init) }
        guard digits.count % 2 == 0, digits.allSatisfy({ $0 != nil }) else { return nil }
        let values = digits.compactMap(\.self)
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
