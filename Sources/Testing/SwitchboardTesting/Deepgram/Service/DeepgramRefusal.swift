// SPDX-License-Identifier: Apache-2.0

/// An HTTP answer in place of an upgrade, or of audio, as Deepgram writes them.
public struct DeepgramRefusal: Error, Sendable, Hashable {
    /// One header.
    public struct Header: Sendable, Hashable {
        /// The name, in lower case.
        public var name: String
        /// The value.
        public var value: String
    }

    /// The status.
    public var status: Int
    /// `err_code` of the body.
    public var code: String
    /// `err_msg` of the body, and `dg-error`.
    public var message: String
    /// `Retry-After`, when it is told.
    public var retryAfter: Duration?
    /// `request_id` of the body, and `dg-request-id`.
    public var requestID = ""

    /// Creates a refusal.
    public init(status: Int, code: String, message: String, retryAfter: Duration? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }

    /// What Deepgram says with a status, from its page "Errors".
    public init(status: Int, retryAfter: Duration? = nil) {
        let (code, message) =
            switch status {
            case 400: ("Bad Request", "Bad Request: No such model/language/tier combination found.")
            case 401: ("INVALID_AUTH", "Invalid credentials.")
            case 402:
                (
                    "ASR_PAYMENT_REQUIRED",
                    "Project does not have enough credits for an ASR request and does not have an overage agreement."
                )
            case 403: ("INSUFFICIENT_PERMISSIONS", "Project does not have access to the requested model.")
            case 408: ("REQUEST_TIMEOUT", "The request timed out.")
            case 413: ("PAYLOAD_TOO_LARGE", "Payload Too Large")
            case 415: ("UNSUPPORTED_MEDIA_TYPE", "Unsupported Content-Type.")
            case 422: ("UNPROCESSABLE_ENTITY", "Failed to process the request.")
            case 429: ("TOO_MANY_REQUESTS", "Too many requests. Please try again later")
            case 503: ("SERVICE_UNAVAILABLE", "Service is temporarily unavailable.")
            case 504: ("GATEWAY_TIMEOUT", "The upstream did not answer in time.")
            default: ("INTERNAL_SERVER_ERROR", "Internal server error.")
            }
        self.init(status: status, code: code, message: message, retryAfter: retryAfter)
    }

    /// The JSON body.
    public var body: String {
        let value: WireValue = [
            "err_code": .text(self.code), "err_msg": .text(self.message), "request_id": .text(self.requestID),
        ]
        return value.encoded
    }

    /// The headers beside the length.
    public var headers: [Header] {
        var headers = [
            Header(name: "content-type", value: "application/json"),
            Header(name: "dg-request-id", value: self.requestID),
            Header(name: "dg-error", value: self.message),
        ]
        if let retryAfter = self.retryAfter {
            headers.append(Header(name: "retry-after", value: String(Int(retryAfter.inSeconds.rounded(.up)))))
        }
        return headers
    }

    static func invalidParameter(_ message: String) -> Self {
        Self(status: 400, code: "INVALID_QUERY_PARAMETER", message: message)
    }
}
