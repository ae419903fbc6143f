// SPDX-License-Identifier: Apache-2.0

extension SignatureDiagnosis {
    /// Explains a request that was written down.
    ///
    /// Tokens, accounts and shared keys are those of ``SignatureValidator``. `publicPath` is the path of the public URL,
    /// if it has one: it is repeated in what to set.
    public static func explain(
        _ request: CapturedRequest,
        tokens: [AuthToken],
        accounts: [AccountSID: [AuthToken]] = [:],
        sharedKeys: [String: AuthToken] = [:],
        account: AccountSID? = nil,
        publicPath: String = ""
    ) -> SignatureDiagnosis {
        let keys = SigningKeys(tokens: tokens, accounts: accounts, sharedKeys: sharedKeys)
        return self.explain(request, keys: keys, account: account, publicPath: publicPath)
    }

    static func explain(
        _ request: CapturedRequest,
        keys: SigningKeys,
        account: AccountSID?,
        publicPath: String
    ) -> SignatureDiagnosis {
        guard let header = request.signature, !header.isEmpty else { return Self(.refused(.missingHeader)) }
        guard let address = SignedAddress(request.url) else { return Self(.refused(.malformedTarget)) }
        let choice = keys.choice(for: SignatureSettings(headerValue: request.settings)) {
            account ?? SigningKeys.account(target: address.target, content: request.content)
        }
        guard case .allowed(let algorithm, let tokens) = choice else {
            if case .refused(let verdict) = choice { return Self(.refused(verdict)) }
            return Self(.unexplained)
        }
        guard let signature = RequestSignature(headerValue: header, algorithm: algorithm) else {
            return self.explain(header: header, request, keys, algorithm, tokens, address)
        }
        var search = SignatureSearch(
            signature.bytes,
            algorithm,
            keys: tokens,
            address: address,
            content: request.content,
            hints: request.hints.naming(keys),
            publicPath: publicPath
        )
        if search.isSignedAsItIs() {
            return Self(BodyHash.outcome(address: address, content: request.content), search)
        }
        return Self(search.difference().map { .explained($0) } ?? .unexplained, search)
    }

    /// The signature itself has been damaged, or its settings have got lost.
    private static func explain(
        header: String,
        _ request: CapturedRequest,
        _ keys: SigningKeys,
        _ algorithm: SignatureAlgorithm,
        _ tokens: [AuthToken],
        _ address: SignedAddress
    ) -> SignatureDiagnosis {
        let tries: [(String?, SignatureAlgorithm, [AuthToken], String, String)] = [
            (
                SignatureRepair.repaired(header), algorithm, tokens, "in standard base64",
                "The header with the signature reaches the server changed: it must be passed on as it came."
            ),
            (
                header, .hmacSHA256, Array(keys.sharedKeys.values), "with a shared key (HMAC_SHA256)",
                "The header X-Twilio-Webhooks-Signature-Settings has got lost: pass it on."
            ),
        ]
        for (text, algorithm, tokens, signed, mend) in tries {
            guard let text, let signature = RequestSignature(headerValue: text, algorithm: algorithm) else { continue }
            var search = SignatureSearch(
                signature.bytes,
                algorithm,
                keys: tokens,
                address: address,
                content: request.content,
                hints: request.hints,
                publicPath: ""
            )
            guard search.isSignedAsItIs() else { continue }
            let found = Difference(part: .header, signed: signed, checked: "as it came", mend: mend)
            return Self(.explained(found), search)
        }
        return Self(.refused(.malformedHeader))
    }

    private init(_ outcome: Outcome, _ search: SignatureSearch? = nil) {
        self.outcome = outcome
        self.tried = search?.tried ?? []
        self.attempts = search?.attempts ?? 0
        self.isCutShort = search?.isCutShort ?? false
    }
}

extension SignatureHints {
    /// With the secrets that are configured for others than the account of the request.
    func naming(_ keys: SigningKeys) -> SignatureHints {
        var hints = self
        hints.secrets += keys.tokens.map { Secret(name: "the token of the main account", token: $0) }
        // Sorted, so that the same request is explained in the same way.
        for (account, tokens) in keys.accounts.sorted(by: { $0.key.description < $1.key.description }) {
            hints.secrets += tokens.map { Secret(name: "the token of \(account)", token: $0) }
        }
        return hints
    }
}
