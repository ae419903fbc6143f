// SPDX-License-Identifier: Apache-2.0

/// A URL taken apart without changing a byte of it.
struct SignedAddress: Hashable {
    var scheme: String
    var user: String?
    var host: String
    var port: Int?
    var path: String
    var query: String?
    var fragment: String?

    init?(_ text: String) {
        let bytes = text.utf8
        guard let schemeEnd = text.firstRange(of: "://") else { return nil }
        self.scheme = text[..<schemeEnd.lowerBound].lowercased()
        guard ["http", "https", "ws", "wss"].contains(self.scheme) else { return nil }
        // By bytes: a combining character would hide what it follows from a comparison of characters.
        var rest = bytes[schemeEnd.upperBound...]
        if let mark = rest.firstIndex(of: UInt8(ascii: "#")) {
            self.fragment = String(text[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
            self.query = String(Substring(rest[rest.index(after: mark)...]))
            rest = rest[..<mark]
        }
        let slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        self.path = String(Substring(rest[slash...]))
        guard let authority = Self.authority(Substring(rest[..<slash])) else { return nil }
        (self.user, self.host, self.port) = authority
    }

    private static func authority(_ text: Substring) -> (user: String?, host: String, port: Int?)? {
        let at = text.lastIndex(of: "@")
        let place = at.map { text[text.index(after: $0)...] } ?? text
        let user = at.map { String(text[..<$0]) }
        let afterHost = place.lastIndex(of: "]") ?? place.startIndex
        guard let colon = place[afterHost...].firstIndex(of: ":") else {
            return place.isEmpty ? nil : (user, String(place), nil)
        }
        let digits = place[place.index(after: colon)...]
        guard colon > place.startIndex, digits.utf8.allSatisfy({ (0x30...0x39) ~= $0 }), let port = Int(digits),
            (1...65_535) ~= port
        else { return nil }
        return (user, String(place[..<colon]), port)
    }

    var isWebSocket: Bool { self.scheme == "ws" || self.scheme == "wss" }
    var isSecure: Bool { self.scheme == "https" || self.scheme == "wss" }
    var defaultPort: Int { self.isSecure ? 443 : 80 }
    var target: String { self.path + (self.query.map { "?" + $0 } ?? "") }

    /// Scheme, host and port as `PUBLIC_URL` has them.
    var origin: String {
        let port = self.port.flatMap { $0 == self.defaultPort ? nil : ":\($0)" } ?? ""
        return (self.isSecure ? "https://" : "http://") + self.host + port
    }

    func text(user: String?, port: Int?) -> String {
        "\(self.scheme)://\(user.map { "\($0)@" } ?? "")\(self.host)\(port.map { ":\($0)" } ?? "")\(self.target)"
    }

    /// The spellings that ``SignatureValidator`` accepts: without and with port, user and, for a WebSocket, a slash.
    var spellings: [String] {
        let users = self.user.map { [nil, $0] } ?? [nil]
        let endings = self.isWebSocket && self.target.utf8.last != UInt8(ascii: "/") ? ["", "/"] : [""]
        return users.flatMap { user in
            [nil, self.port ?? self.defaultPort].flatMap { port in
                endings.map { self.text(user: user, port: port) + $0 }
            }
        }
    }
}
