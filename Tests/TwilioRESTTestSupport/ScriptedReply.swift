// SPDX-License-Identifier: Apache-2.0

/// What a ``ScriptedServer`` does with one request.
package struct ScriptedReply: Sendable {
    package var parts: [[UInt8]]
    package var closes: Bool

    package init(parts: [[UInt8]] = [], closes: Bool = false) {
        self.parts = parts
        self.closes = closes
    }

    /// No answer, the connection stays.
    package static let hang = Self()
    /// No answer, the connection ends.
    package static let close = Self(closes: true)
    package static let noContent = Self(parts: [Array("HTTP/1.1 204 No Content\r\n\r\n".utf8)])

    package static func answer(
        _ status: Int,
        _ body: String,
        type: String = "application/json",
        headers: [String] = []
    ) -> Self {
        Self(parts: [Self.head(status, length: body.utf8.count, type, headers) + Array(body.utf8)])
    }

    package static func json(_ body: String, headers: [String] = []) -> Self {
        .answer(200, body, headers: headers)
    }

    package static func error(_ status: Int, code: Int, _ message: String, headers: [String] = []) -> Self {
        .answer(
            status,
            #"{"code":\#(code),"message":"\#(message)","#
                + #""more_info":"https://www.twilio.com/docs/errors/\#(code)","status":\#(status)}"#,
            headers: headers
        )
    }

    package static func html(_ status: Int) -> Self {
        .answer(status, "<html><body><h1>\(status)</h1></body></html>", type: "text/html")
    }

    /// Announces more than comes; then the connection ends, or nothing happens any more.
    package static func cut(_ status: Int, _ body: String, announcing length: Int, closes: Bool) -> Self {
        Self(parts: [Self.head(status, length: length, "application/json", []) + Array(body.utf8)], closes: closes)
    }

    private static func head(_ status: Int, length: Int, _ type: String, _ headers: [String]) -> [UInt8] {
        let lines =
            ["HTTP/1.1 \(status) Whatever", "Content-Type: \(type)", "Content-Length: \(length)"] + headers
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }
}

extension ScriptedReply {
    /// Whether the client would wait for the rest for ever.
    var isEndless: Bool {
        guard !self.closes, self.parts.count <= 1 else { return false }
        guard let part = self.parts.first else { return true }
        let text = String(decoding: part, as: UTF8.self)
        guard let end = text.firstRange(of: "\r\n\r\n"), let length = text.firstMatch(of: /Content-Length: (\d+)/)
        else {
            return false
        }
        return text[end.upperBound...].utf8.count < (Int(length.1) ?? 0)
    }
}
