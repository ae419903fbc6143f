// SPDX-License-Identifier: Apache-2.0

internal import Logging

/// What must not stand in a log, and how long a value may be.
///
/// - A field whose key ends in a secret part, such as `password` or `http.authorization`, is not written, nor is
///   anything nested in it.
/// - A secret value is replaced wherever it appears.
/// - A phone number in E.164 is masked to its last four digits wherever it appears; under a phone key, so is any value.
/// - A field with a part `pii`, such as `call.pii.transcript`, is written at `trace` only.
public struct LogRedaction: Sendable {
    /// Last parts of dotted keys that mark secrets; compared in lower case, with `_` for `-`.
    public var secretKeys: Set<String>
    /// Secrets themselves, such as tokens from the configuration; those below six bytes are ignored.
    public var secretValues: [String]
    /// Keys whose values are phone numbers in any notation.
    public var phoneKeys: Set<String>
    /// The longest value, in bytes of UTF-8.
    public var maximumValueBytes: Int

    /// The secret keys of ``init(secretKeys:secretValues:phoneKeys:maximumValueBytes:)``.
    public static let standardSecretKeys: Set<String> = [
        "authorization", "proxy_authorization", "cookie", "set_cookie", "password", "passwd", "secret", "token",
        "auth_token", "access_token", "refresh_token", "stream_token", "api_key", "apikey", "api_secret",
        "service_role_key", "signature", "x_twilio_signature", "dsn", "database_url", "credentials", "private_key",
    ]

    /// The phone keys of ``init(secretKeys:secretValues:phoneKeys:maximumValueBytes:)``.
    public static let standardPhoneKeys: Set<String> = [
        "call.from", "call.to", "call.forwarded_from", "call.caller", "call.called", "call.transfer_to",
    ]

    /// Creates rules; values are cut at 1 kB.
    public init(
        secretKeys: Set<String> = standardSecretKeys,
        secretValues: [String] = [],
        phoneKeys: Set<String> = standardPhoneKeys,
        maximumValueBytes: Int = 1_024
    ) {
        self.secretKeys = secretKeys
        self.secretValues = secretValues
        self.phoneKeys = phoneKeys
        self.maximumValueBytes = maximumValueBytes
    }

    /// Whether a field of this key is written at this level.
    func allows(_ key: String, at level: Logger.Level) -> Bool {
        let parts = key.lowercased().split(separator: ".").map { part in
            String(part.map { $0 == "-" ? "_" : $0 })
        }
        if let last = parts.last, self.secretKeys.contains(last) { return false }
        return level == .trace || !parts.contains("pii")
    }

    func isPhone(_ key: String) -> Bool {
        self.phoneKeys.contains(key.lowercased())
    }

    /// A phone number in any notation.
    func cleanPhone(_ text: String) -> String {
        text == "withheld" ? text : "***" + String(text.unicodeScalars.suffix(text.unicodeScalars.count > 4 ? 4 : 0))
    }

    /// Any text: without secrets and phone numbers, and not too long.
    func clean(_ text: String) -> String {
        // Secrets and numbers are replaced before the cut, or half of one could stay. That may make the text shorter,
        // so more is looked at than will be kept.
        var bytes = Array(text.utf8.prefix(self.maximumValueBytes * 4))
        let isCut = text.utf8.count > self.maximumValueBytes * 4
        for secret in self.secretValues where secret.utf8.count >= 6 {
            bytes = Self.replacing(Array(secret.utf8), in: bytes)
        }
        bytes = PhoneMask.masked(bytes)
        guard isCut || bytes.count > self.maximumValueBytes else { return String(decoding: bytes, as: UTF8.self) }
        var end = min(bytes.count, self.maximumValueBytes)
        // Not within a character of UTF-8.
        while end > 0, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: bytes[..<end], as: UTF8.self) + "…"
    }

    private static func replacing(_ secret: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == secret[0], bytes[index...].starts(with: secret) {
                result += "<redacted>".utf8
                index += secret.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }
}
