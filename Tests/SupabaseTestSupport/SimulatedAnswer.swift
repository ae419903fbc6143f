// SPDX-License-Identifier: Apache-2.0

/// An answer of the gateway or of PostgREST.
package struct SimulatedAnswer: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    package init(_ status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package static func json(
        _ status: Int,
        _ body: some Sequence<UInt8>,
        headers: [(name: String, value: String)] = []
    ) -> Self {
        Self(status, headers: [("Content-Type", "application/json; charset=utf-8")] + headers, body: Array(body))
    }

    package static func html(_ status: Int, _ title: String, headers: [(name: String, value: String)] = []) -> Self {
        let page =
            "<html>\r\n<head><title>\(status) \(title)</title></head>\r\n<body>\r\n<center><h1>\(status) \(title)"
            + "</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n"
        return Self(status, headers: [("Content-Type", "text/html")] + headers, body: Array(page.utf8))
    }

    package static func text(_ status: Int, _ text: String) -> Self {
        Self(status, headers: [("Content-Type", "text/plain")], body: Array(text.utf8))
    }

    /// What the gateway says itself: no code.
    package static func gateway(_ status: Int, _ message: String) -> Self {
        .json(status, Array(#"{"message":\#(message.debugDescription)}"#.utf8))
    }

    /// An error in PostgREST's shape, with its own status for the code.
    package static func error(_ error: SimulatedError, isAnonymous: Bool = false) -> Self {
        var headers = [("Proxy-Status", "PostgREST; error=\(error.code)")]
        let status = error.status(isAnonymous: isAnonymous)
        if status == 503 { headers.append(("Retry-After", "0")) }
        if status == 401 {
            let challenge = error.code.hasPrefix("PGRST") ? #"Bearer error="invalid_token""# : "Bearer"
            headers.append(("WWW-Authenticate", challenge))
        }
        return .json(status, error.body, headers: headers)
    }

    /// As it goes over the wire.
    func bytes(chunked: Bool = false, closes: Bool = false) -> [UInt8] {
        var head = "HTTP/1.1 \(self.status) \(self.status < 300 ? "OK" : "Error")\r\n"
        for (name, value) in self.headers { head += "\(name): \(value)\r\n" }
        if closes { head += "Connection: close\r\n" }
        head += "sb-request-id: 01980f5a-0000-7000-8000-00000000abcd\r\ncf-ray: 8f00ba4c0ffee-FRA\r\n"
        guard chunked else {
            return Array((head + "Content-Length: \(self.body.count)\r\n\r\n").utf8) + self.body
        }
        var bytes = Array((head + "Transfer-Encoding: chunked\r\n\r\n").utf8)
        let half = self.body.count / 2
        for part in [self.body[..<half], self.body[half...]] where !part.isEmpty {
            bytes += Array((String(part.count, radix: 16) + "\r\n").utf8) + part + Array("\r\n".utf8)
        }
        return bytes + Array("0\r\n\r\n".utf8)
    }
}
