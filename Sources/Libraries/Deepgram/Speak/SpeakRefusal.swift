// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import NIOCore
import NIOHTTP1
import Resilience

/// Deepgram's answer to a request for speech when it is not sound. <https://developers.deepgram.com/docs/errors>
struct SpeakRefusal {
    private struct Body: Decodable {
        private enum CodingKeys: String, CodingKey {
            case code = "err_code"
            case words = "err_msg"
            case category
            case message
        }

        var code: String?
        var words: String?
        var category: String?
        var message: String?
    }

    var status: Int
    var headers: HTTPHeaders
    var body: ByteBuffer

    var error: DeepgramError {
        let (code, message) = self.verdict
        return DeepgramError(
            code,
            message,
            cause: "\(self.status)" + (self.words.map { " \($0)" } ?? ""),
            retryAfter: self.headers.first(name: "retry-after").flatMap { RetryAfter.duration($0) },
            requestID: self.headers.first(name: "dg-request-id")
        )
    }

    private var verdict: (DeepgramError.Code, String) {
        switch self.status {
        case 401: (.unauthorised, "Deepgram does not know the key; check DEEPGRAM_API_KEY.")
        case 402: (.paymentRequired, "Deepgram's account has no credit left; add some.")
        case 403: (.forbidden, "The key may not use this voice; change the voice or the key's role.")
        case 408, 499, 500...599: (.unavailable, "Deepgram cannot speak right now.")
        case 429: (.tooManyConnections, "More texts are being spoken at once than Deepgram's account may have.")
        case 400, 413, 415, 422, 404: (.invalidParameters, "Deepgram does not take the text or the voice; change them.")
        default: (.protocolViolation, "What answers at Deepgram's URL is not Deepgram's API; check the URL.")
        }
    }

    /// What Deepgram says in one of its shapes, or the first line of what it is.
    private var words: String? {
        if let text = self.headers.first(name: "dg-error") { return Self.line(text) }
        let text = String(buffer: self.body)
        guard let body = try? JSONDecoder().decode(Body.self, from: Data(text.utf8)) else {
            return text.isEmpty ? nil : Self.line(text)
        }
        let parts = [body.code ?? body.category, body.words ?? body.message].compactMap(\.self)
        return parts.isEmpty ? nil : Self.line(parts.joined(separator: ": "))
    }

    private static func line(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(200).map { $0.value < 0x20 ? " " : $0 }))
    }
}
