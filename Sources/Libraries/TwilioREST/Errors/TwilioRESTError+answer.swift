// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1

extension TwilioRESTError {
    /// The error that an answer of 400 or more is.
    ///
    /// The 2010 API writes `{code, message, more_info, status}`, newer ones RFC 9457; gateways write HTML or nothing. The
    /// HTTP status decides, the body explains.
    init(_ answer: RESTAnswer, text: ErrorText, retryAfter: Duration?) {
        let fields = try? ResourceFields(answer.body, maximumBytes: 16_384)
        let details = Answer(
            status: answer.status,
            twilioCode: fields?.integer("code"),
            moreInfo: (fields?.text("more_info") ?? fields?.text("type")).flatMap { Self.documentation($0) },
            requestID: answer.headers.first(name: "twilio-request-id").map { text.safe($0) }
        )
        let said = fields?.text("message") ?? fields?.text("detail") ?? fields?.text("title")
        let code = Self.code(status: answer.status)
        self.init(
            code,
            said.map { text.safe($0) } ?? "Twilio answered with status \(answer.status).",
            answer: details,
            retryAfter: retryAfter
        )
    }

    /// Only Twilio's own pages, and only in their plain form.
    private static func documentation(_ text: String) -> String? {
        guard text.hasPrefix("https://www.twilio.com/"), text.utf8.count <= 100,
            text.utf8.allSatisfy({ byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || ":/.-_".utf8.contains(byte)
            })
        else { return nil }
        return ErrorText.masked(text)
    }

    private static func code(status: Int) -> Code {
        switch status {
        case 401: .unauthorised
        case 403: .forbidden
        case 404: .notFound
        case 408: .timedOut
        case 429: .rateLimited
        case 500...: .serverError
        default: .refused
        }
    }
}
