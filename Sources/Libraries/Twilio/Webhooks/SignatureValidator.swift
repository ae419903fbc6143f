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
    private let tokens: [AuthToken]
    private let sharedKeys: [String: AuthToken]

    /// Creates a validator.
    ///
    /// Any of the tokens may have signed, so that tokens can be rotated. Shared keys (HMAC-SHA256, public beta) are
    /// looked up by the identifier in the request's signature settings; others are never used for such a request.
    public init(publicURL: PublicURL, tokens: [AuthToken], sharedKeys: [String: AuthToken] = [:]) {
        self.publicURL = publicURL
        self.tokens = tokens
        self.sharedKeys = sharedKeys
    }

    /// Judges one request.
    ///
    /// `signature` and `settings` are the values of the headers named in ``RequestSignature``, `target` is the request
    /// target as it came: path and query, not decoded and not put together again.
    public func verdict(
        signature: String?,
        settings: String? = nil,
        target: String,
        content: SignedContent
    ) -> SignatureVerdict {
        guard let signature, !signature.isEmpty else { return .missingHeader }
        guard target.utf8.first == UInt8(ascii: "/") else { return .malformedTarget }
        // By bytes: a combining character after it would hide the "#" from a comparison of characters.
        let target = String(Substring(target.utf8.prefix { $0 != UInt8(ascii: "#") }))
        switch self.keys(for: SignatureSettings(headerValue: settings)) {
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
    public func publicURL(
        among others: [PublicURL],
        matching signature: String?,
        target: String,
        content: SignedContent
    ) -> PublicURL? {
        others.first {
            SignatureValidator(publicURL: $0, tokens: self.tokens)
                .verdict(signature: signature, target: target, content: content).isValid
        }
    }

    private enum Keys {
        case allowed(SignatureAlgorithm, [AuthToken])
        case refused(SignatureVerdict)
    }

    private func keys(for settings: SignatureSettings) -> Keys {
        switch settings.algorithm {
        case .none:
            return .refused(.unknownAlgorithm)
        case .hmacSHA1:
            return self.tokens.isEmpty ? .refused(.noToken) : .allowed(.hmacSHA1, self.tokens)
        case .hmacSHA256:
            guard let key = settings.key, let secret = self.sharedKeys[key] else { return .refused(.unknownKey) }
            return .allowed(.hmacSHA256, [secret])
        }
    }

    private func matches(
        _ signature: RequestSignature,
        _ algorithm: SignatureAlgorithm,
        _ keys: [AuthToken],
        target: String,
        content: SignedContent
    ) -> Bool {
        var parameters: FormParameters = [:]
        var isUpgrade = false
        switch content {
        case .form(let form): parameters = form
        case .webSocketUpgrade: isUpgrade = true
        case .none, .body: break
        }
        return self.candidates(for: target, isUpgrade: isUpgrade).contains { url in
            let data = RequestSignature.signedBytes(url: url, parameters: parameters)
            return keys.contains { signature.isValid(for: data, token: $0, algorithm: algorithm) }
        }
    }

    /// The spellings of one URL that Twilio may have signed: with and without port, and user.
    private func candidates(for target: String, isUpgrade: Bool) -> [String] {
        let users = self.publicURL.userInfo.map { [nil, $0] } ?? [nil]
        let ports = [nil, self.publicURL.port ?? self.publicURL.defaultPort]
        // Twilio's documentation of media streams: if it does not match, try with a slash at the end.
        let targets = isUpgrade && target.utf8.last != UInt8(ascii: "/") ? [target, target + "/"] : [target]
        return users.flatMap { user in
            ports.flatMap { port in
                targets.map { self.publicURL.url(of: $0, webSocket: isUpgrade, userInfo: user, port: port) }
            }
        }
    }

    /// A body that is no form is not in the signed string; its hash in the signed query stands for it.
    private static func bodyVerdict(target: String, content: SignedContent) -> SignatureVerdict {
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
