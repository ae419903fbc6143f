// SPDX-License-Identifier: Apache-2.0

import CallCore
import Crypto
import Twilio

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes passes as tokens that only the holders of the account's auth token can write, and reads them: so a stream may
/// reach another instance than its webhook did, without a setting of its own.
///
/// A token is base64url (RFC 4648 section 5) of version, facts and their HMAC-SHA256, with a key derived by HKDF (RFC 5869)
/// from the auth token. Every configured token may have sealed, the first one seals: put a new one second on all
/// instances before it becomes the first on any.
struct TokenSealer: Sendable {
    private static let version: UInt8 = 1
    private static let codeLength = 32
    /// What is longer was not written here.
    private static let longestToken = 512

    private let keys: [SymmetricKey]

    init(_ tokens: [AuthToken]) {
        let keys = tokens.map { SymmetricKey(data: $0.derivedKey(for: "switchboard stream token v1")) }
        // Without a secret that others share nobody else can read it.
        self.keys = keys.isEmpty ? [SymmetricKey(size: .bits256)] : keys
    }

    /// The token of a pass: letters, digits, `-` and `_`.
    func token(of pass: StreamPass) -> String {
        let facts = Self.facts(pass)
        return Base64URL.encode(facts + Array(HMAC<SHA256>.authenticationCode(for: facts, using: self.keys[0])))
    }

    /// What a token says; `nil` unless one of our keys has sealed exactly this.
    func pass(in token: some StringProtocol) -> StreamPass? {
        guard token.utf8.count <= Self.longestToken, let bytes = Base64URL.decode(token),
            bytes.count > Self.codeLength
        else { return nil }
        let facts = bytes.prefix(bytes.count - Self.codeLength)
        let code = Array(bytes.suffix(Self.codeLength))
        // Compared in constant time, and with every key.
        let isOurs = self.keys.reduce(false) { isOurs, key in
            HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: facts, using: key) || isOurs
        }
        return isOurs ? Self.pass(Array(facts)) : nil
    }

    // MARK: Facts

    private static let purposes: [StreamPurpose] = [.conversation, .relay, .listening]

    private static func facts(_ pass: StreamPass) -> [UInt8] {
        let purpose = UInt8(self.purposes.firstIndex(of: pass.purpose) ?? 0)
        let flags = purpose << 2 | (pass.isResumed ? 1 : 0) | (pass.isUnheld ? 2 : 0)
        let expires = UInt64(clamping: Int64(pass.expires.timeIntervalSince1970 * 1_000))
        var facts: [UInt8] = [self.version, flags]
        for number in [expires, pass.issuer, pass.nonce.high, pass.nonce.low] {
            for shift in stride(from: 56, through: 0, by: -8) {
                facts.append(UInt8(truncatingIfNeeded: number >> shift))
            }
        }
        for text in [pass.call.rawValue, pass.account] {
            // SIDs have 34 characters.
            let bytes = Array(text.utf8.prefix(100))
            facts += [UInt8(bytes.count)] + bytes
        }
        return facts
    }

    private static func pass(_ facts: [UInt8]) -> StreamPass? {
        var rest = facts[...]
        guard rest.popFirst() == self.version, let flags = rest.popFirst(), flags < self.purposes.count << 2,
            let expires = self.number(&rest), let issuer = self.number(&rest), let high = self.number(&rest),
            let low = self.number(&rest), let call = self.text(&rest), let account = self.text(&rest), rest.isEmpty
        else { return nil }
        return StreamPass(
            call: CallID(call),
            account: account,
            purpose: self.purposes[Int(flags >> 2)],
            isResumed: flags & 1 != 0,
            isUnheld: flags & 2 != 0,
            expires: Date(timeIntervalSince1970: Double(expires) / 1_000),
            issuer: issuer,
            nonce: .init(high: high, low: low)
        )
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        guard rest.count >= 8 else { return nil }
        defer { rest = rest.dropFirst(8) }
        return rest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func text(_ rest: inout ArraySlice<UInt8>) -> String? {
        guard let count = rest.popFirst(), rest.count >= Int(count) else { return nil }
        defer { rest = rest.dropFirst(Int(count)) }
        return String(validating: rest.prefix(Int(count)), as: UTF8.self)
    }
}
