// SPDX-License-Identifier: Apache-2.0

/// The parts of a `ws:` or `wss:` URL (RFC 6455 section 3) that a client needs. `http:` and `https:` mean the same here.
struct WebSocketURL: Hashable, Sendable {
    var isSecure: Bool
    /// Without the brackets of an IPv6 address.
    var host: String
    var port: Int
    /// Path and query as they were given; at least `/`.
    var target: String

    /// The `Host` field: with the port unless it is the scheme's own.
    var hostField: String {
        let host = self.host.contains(":") ? "[\(self.host)]" : self.host
        return self.port == (self.isSecure ? 443 : 80) ? host : "\(host):\(self.port)"
    }

    init(_ text: String) throws(WebSocketError) {
        // RFC 3986: printable ASCII only; anything else could end the request line.
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw WebSocketError(.invalidURL, "the URL has characters that must be percent-encoded")
        }
        let bytes = Substring(text)
        guard let separator = bytes.range(ofASCII: "://") else {
            throw WebSocketError(.invalidURL, "the URL has no scheme")
        }
        switch bytes[..<separator.lowerBound].lowercased() {
        case "ws", "http": self.isSecure = false
        case "wss", "https": self.isSecure = true
        default: throw WebSocketError(.invalidURL, "the URL's scheme must be ws or wss")
        }
        let rest = bytes[separator.upperBound...]
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        let target = rest[authorityEnd...]
        guard !target.contains("#") else { throw WebSocketError(.invalidURL, "the URL must have no fragment") }
        self.target = target.first == "/" ? String(target) : "/" + target
        (self.host, self.port) = try Self.authority(rest[..<authorityEnd], isSecure: self.isSecure)
    }

    private static func authority(
        _ text: Substring,
        isSecure: Bool
    ) throws(WebSocketError) -> (host: String, port: Int) {
        guard !text.contains("@") else {
            throw WebSocketError(.invalidURL, "credentials belong into a header, not into the URL")
        }
        var host = text
        var portText: Substring?
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else {
                throw WebSocketError(.invalidURL, "the URL's IPv6 address has no end")
            }
            host = text[text.index(after: text.startIndex)..<end]
            let after = text[text.index(after: end)...]
            guard after.isEmpty || after.first == ":" else {
                throw WebSocketError(.invalidURL, "the URL's host is malformed")
            }
            portText = after.isEmpty ? nil : after.dropFirst()
        } else if let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            portText = text[text.index(after: colon)...]
        }
        guard !host.isEmpty else { throw WebSocketError(.invalidURL, "the URL has no host") }
        guard let portText else { return (String(host), isSecure ? 443 : 80) }
        guard let port = UInt16(portText), port > 0 else {
            throw WebSocketError(.invalidURL, "the URL's port is no port")
        }
        return (String(host), Int(port))
    }
}

extension Substring {
    /// Where an ASCII text first occurs.
    func range(ofASCII needle: String) -> Range<Index>? {
        var start = self.startIndex
        while start < self.endIndex {
            if self[start...].hasPrefix(needle) {
                return start..<self.index(start, offsetBy: needle.count)
            }
            start = self.index(after: start)
        }
        return nil
    }
}
