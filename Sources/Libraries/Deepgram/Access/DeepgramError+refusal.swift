// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes
import NIOCore
import Resilience
public import WebSockets

extension DeepgramError {
    /// What Deepgram's answer means when it is not the one that was hoped for: an upgrade that was refused, or a
    /// request.
    ///
    /// The cause is what Deepgram says in its body or in `dg-error`.
    /// Source: developers.deepgram.com "Errors", "Troubleshooting WebSocket DATA and NET Errors".
    public init(status: HTTPResponse.Status, headers: HTTPFields, body: some Collection<UInt8>) {
        let words = RefusalWords(headers: headers, body: body)
        let (code, message) = Self.meaning(of: status.code, words.text ?? "")
        self.init(
            code,
            message,
            cause: words.text,
            retryAfter: headers[.retryAfter].flatMap { RetryAfter.duration($0) },
            requestID: words.requestID
        )
    }

    /// What the refusal of an upgrade means.
    public init(refusal: WebSocketRefusal) {
        self.init(status: refusal.status, headers: refusal.headers, body: refusal.body.readableBytesView)
    }

    private static func meaning(of status: Int, _ words: String) -> (Code, String) {
        switch status {
        case 401:
            (
                .unauthorised,
                "Deepgram does not know the credential (401): check it, and whether it is an API key or a token."
            )
        case 402: (.paymentRequired, "The Deepgram account has no credit left (402): add some in Deepgram's console.")
        case 403:
            (
                .forbidden,
                "The credential may not use this model or feature (403): choose another, or ask Deepgram for access."
            )
        case 429:
            (
                .tooManyConnections,
                "The Deepgram account has as many connections as it may have (429): wait, or have the limit raised."
            )
        case 404, 405, 300..<400:
            (.invalidParameters, "What answers is not Deepgram's interface (\(status)): check the endpoint's URL.")
        case 408, 499: (.unavailable, "Deepgram gave up on the request (\(status)).")
        case 400..<500: (.invalidParameters, "Deepgram refused the parameters (\(status)). \(self.mend(for: words))")
        case 500...: (.unavailable, "Deepgram cannot serve now (\(status)).")
        default: (.unavailable, "Deepgram did not do what it was asked for (\(status)): is there a proxy in between?")
        }
    }

    private static func mend(for words: String) -> String {
        let words = words.lowercased()
        if words.contains("keywords are not supported") { return "Use keyterms instead of keywords." }
        if words.contains("keyterm") { return "Keyterms are for Nova-3 and Flux, and at most 500 tokens: give fewer." }
        if words.contains("no such model") { return "Choose a model that exists for this language." }
        if words.contains("language") { return "Write the language as a tag such as en-US." }
        if words.contains("diarize") { return "Leave diarize_model out, or set it to latest." }
        return "Deepgram's own words say which."
    }
}
