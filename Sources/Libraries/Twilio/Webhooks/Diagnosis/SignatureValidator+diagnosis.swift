// SPDX-License-Identifier: Apache-2.0

extension SignatureValidator {
    /// Explains a request that ``verdict(signature:settings:target:content:account:)`` refuses.
    ///
    /// For a log line, never for accepting a request, and not for each of a flood: it computes up to
    /// ``SignatureHints/maximumAttempts`` signatures.
    public func diagnosis(
        signature: String?,
        settings: String? = nil,
        target: String,
        content: SignedContent,
        account: AccountSID? = nil,
        hints: SignatureHints = SignatureHints()
    ) -> SignatureDiagnosis {
        let isUpgrade = if case .webSocketUpgrade = content { true } else { false }
        let url = self.publicURL.url(
            of: target,
            webSocket: isUpgrade,
            userInfo: self.publicURL.userInfo,
            port: self.publicURL.port
        )
        return SignatureDiagnosis.explain(
            CapturedRequest(url: url, content: content, signature: signature, settings: settings, hints: hints),
            keys: self.keys,
            account: account,
            publicPath: self.publicURL.path
        )
    }
}
