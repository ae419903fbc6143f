// SPDX-License-Identifier: Apache-2.0

/// A request as somebody wrote it down: what its signature depends on.
///
/// ```swift
/// let request = try CapturedRequest(
///     method: "POST",
///     url: "https://voice.example.com/voice",
///     contentType: "application/x-www-form-urlencoded",
///     body: "CallSid=CA…&From=%2B1…",
///     signature: "…"
/// )
/// print(SignatureDiagnosis.explain(request, tokens: [token]))
/// ```
public struct CapturedRequest: Sendable {
    /// The whole URL, with the scheme under which it is checked: `wss` for the upgrade to a WebSocket.
    public var url: String
    /// What it carries.
    public var content: SignedContent
    /// The value of `X-Twilio-Signature`.
    public var signature: String?
    /// The value of `X-Twilio-Webhooks-Signature-Settings`.
    public var settings: String?
    /// What else its headers tell.
    public var hints: SignatureHints

    /// Puts the parts together.
    public init(
        url: String,
        content: SignedContent,
        signature: String?,
        settings: String? = nil,
        hints: SignatureHints = SignatureHints()
    ) {
        self.url = url
        self.content = content
        self.signature = signature
        self.settings = settings
        self.hints = hints
    }

    /// Reads the pieces of a request; the content type decides how the body is read, and without one it is a form.
    ///
    /// Fails with ``TwilioError/Code/invalidPublicURL`` when the URL is none, and with
    /// ``TwilioError/Code/malformedForm`` or ``TwilioError/Code/limitExceeded`` when the body is no form and should be.
    public init(
        method: String = "POST",
        url: String,
        contentType: String? = nil,
        body: String = "",
        signature: String?,
        settings: String? = nil
    ) throws(TwilioError) {
        guard let address = SignedAddress(url) else {
            throw TwilioError(.invalidPublicURL, "The URL is not whole: it begins with https://, http:// or wss://.")
        }
        let content: SignedContent
        let type = (contentType ?? Self.formType).prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
        if address.isWebSocket {
            content = .webSocketUpgrade
        } else if body.isEmpty && (["GET", "HEAD"].contains(method.uppercased()) || contentType == nil) {
            content = .none
        } else if type == Self.formType {
            content = .form(try FormDecoder(maximumBytes: 1_048_576, maximumFields: 10_000).decode(Array(body.utf8)))
        } else {
            content = .body(Array(body.utf8))
        }
        self.init(url: url, content: content, signature: signature, settings: settings)
    }

    private static let formType = "application/x-www-form-urlencoded"
}
