// SPDX-License-Identifier: Apache-2.0

/// Decides whether a request comes from Twilio.
///
/// ```swift
/// let validator = SignatureValidator(publicURL: try PublicURL("https://voice.example.com"), tokens: [token])
/// let verdict = validator.verdict(
///     signature: request.headers[.init("x-twilio-signature")!],
///     target: request.uri.string,
///     content: .form(form)
/// )
/// guard verdict.isValid else { … }
/// ```
///
/// A signature proves that the account's token signed this URL and these fields. It proves no freshness: a recorded
/// request passes again. See <https://www.twilio.com/docs/usage/security#validating-requests>.
public struct SignatureValidator: Sendable {
    /// Where Twilio reaches this server.
    public let publicURL: PublicURL
    let keys: SigningKeys
    private let spellings: URLSpellings

    /// Creates a validator.
    ///
    /// A request of one of the `accounts` must be signed with one of that account's tokens; a request of any other
    /// account, or of none, with one of `tokens`. Two tokens in a list let a token be rotated. Shared keys
    /// (HMAC-SHA256, public beta) are looked up by the identifier in the request's signature settings; others are never
    /// used for such a request.
    public init(
        publicURL: PublicURL,
        tokens: [AuthToken],
        accounts: [AccountSID: [AuthToken]] = [:],
        sharedKeys: [String: AuthToken] = [:]
    ) {
        self.init(publicURL: publicURL, keys: SigningKeys(tokens: tokens, accounts: accounts, sharedKeys: sharedKeys))
    }

    init(publicURL: PublicURL, keys: SigningKeys) {
        self.publicURL = publicURL
        self.keys = keys
        self.spellings = URLSpellings(publicURL)
    }

    /// Judges one request.
    ///
    /// `signature` and `settings` are the values of the headers named in ``RequestSignature``, `target` is the request
    /// target as it came: path and query, not decoded and not put together again. `account` is for requests that do not
    /// name their account but whose account is known: the upgrade to a WebSocket belongs to a call, and a call to an
    /// account. Otherwise the account is read from the form or the query.
    public func verdict(
        signature: String?,
        settings: String? = nil,
        target: String,
        content: SignedContent,
        account: AccountSID? = nil
    ) -> SignatureVerdict {
        guard let signature, !signature.isEmpty else { return .missingHeader }
        guard target.utf8.first == UInt8(ascii: "/") else { return .malformedTarget }
        let target = Self.withoutFragment(target)
        let choice = self.keys.choice(for: SignatureSettings(headerValue: settings)) {
            account ?? SigningKeys.account(target: target, content: content)
        }
        switch choice {
        case .refused(let verdict):
            return verdict
        case .allowed(let algorithm, let keys):
            guard let signature = RequestSignature(headerValue: signature, algorithm: algorithm) else {
                return .malformedHeader
            }
            guard self.matches(signature, algorithm, keys, target: target, content: content) else { return .mismatch }
            return Self.bodyVerdict(target: target, content: content)
        }
    }

    /// The first of several public addresses under which the request would have been valid.
    ///
    /// For the log line that tells an operator which `PUBLIC_URL` to set; never for accepting a request.
    /// ``diagnosis(signature:settings:target:content:account:hints:)`` finds much more.
    public func publicURL(
        among others: [PublicURL],
        matching signature: String?,
        target: String,
        content: SignedContent
    ) -> PublicURL? {
        others.first {
            SignatureValidator(publicURL: $0, keys: self.keys)
                .verdict(signature: signature, target: target, content: content).isValid
        }
    }

    /// By bytes: a combining character after it would hide the "#" from a comparison of characters.
    private static func withoutFragment(_ target: String) -> String {
        guard let end = target.utf8.firstIndex(of: UInt8(ascii: "#")) else { return target }
        return String(target[..<end])
    }

    private func matches(
        _ signature: RequestSignature,
        _ algorithm: SignatureAlgorithm,
        _ keys: [AuthToken],
        target: String,
        content: SignedContent
    ) -> Bool {
        let parameters = if case .form(let form) = content { SignedParameters(form) } else { SignedParameters.none }
        let isUpgrade = if case .webSocketUpgrade = content { true } else { false }
        var data: [UInt8] = []
        data.reserveCapacity(self.spellings.longestPrefix + target.utf8.count + 1 + parameters.bytes.count)
        // Twilio's documentation of media streams: if it does not match, try with a slash at the end.
        let endings = isUpgrade && target.utf8.last != UInt8(ascii: "/") ? ["", "/"] : [""]
        for ending in endings {
            for prefix in isUpgrade ? self.spellings.webSocket : self.spellings.http {
                data.removeAll(keepingCapacity: true)
                data.append(contentsOf: prefix)
                data.append(contentsOf: target.utf8)
                data.append(contentsOf: ending.utf8)
                data.append(contentsOf: parameters.bytes)
                if keys.contains(where: { signature.isValid(for: data, token: $0, algorithm: algorithm) }) {
                    return true
                }
            }
        }
        return false
    }

    /// A body that is no form is not in the signed string; its hash in the signed query stands for it.
    static func bodyVerdict(target: String, content: SignedContent) -> SignatureVerdict {
        guard case .body(let body) = content else { return .valid }
        let query = target.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst()
        let name = "bodySHA256=".utf8
        guard let item = query.split(separator: UInt8(ascii: "&")).first(where: { $0.starts(with: name) }) else {
            return .missingBodyHash
        }
        let hash = item.dropFirst(name.count)
        return hash.elementsEqual(RequestSignature.bodyHash(of: body).utf8) ? .valid : .bodyMismatch
    }
}
