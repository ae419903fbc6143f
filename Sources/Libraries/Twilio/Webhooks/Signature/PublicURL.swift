// SPDX-License-Identifier: Apache-2.0

/// The address under which Twilio reaches this server, such as `https://voice.example.com`.
///
/// Pinned by configuration: what a proxy or a stranger writes into `Host` has no say in what was signed.
/// A path is kept in front of every request target, a fragment is dropped.
public struct PublicURL: Hashable, Sendable {
    /// Whether the scheme is `https`.
    public let isSecure: Bool
    /// The host as it was written.
    public let host: String
    /// The port, if one was written.
    public let port: Int?
    /// The path without a slash at its end; mostly empty.
    public let path: String
    let userInfo: String?

    /// Reads an absolute `http` or `https` URL without a query.
    ///
    /// Fails with ``TwilioError/Code/invalidPublicURL``.
    public init(_ text: String) throws(TwilioError) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else {
            throw TwilioError(.invalidPublicURL, "The public URL has characters that no URL has.")
        }
        let whole = text.prefix { $0 != "#" }
        guard let schemeEnd = whole.firstRange(of: "://"),
            let isSecure = ["https": true, "http": false][whole[..<schemeEnd.lowerBound].lowercased()]
        else { throw TwilioError(.invalidPublicURL, "The public URL does not begin with https:// or http://.") }
        let rest = whole[schemeEnd.upperBound...]
        guard !rest.contains("?") else {
            throw TwilioError(.invalidPublicURL, "The public URL has a query.")
        }
        let authority = rest.prefix { $0 != "/" }
        let hostAndPort = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        (self.host, self.port) = try Self.split(hostAndPort)
        self.userInfo = authority.lastIndex(of: "@").map { String(authority[..<$0]) }
        self.isSecure = isSecure
        var path = rest.dropFirst(authority.count)
        while path.last == "/" {
            path.removeLast()
        }
        self.path = String(path)
    }

    private static func split(_ authority: Substring) throws(TwilioError) -> (host: String, port: Int?) {
        // The colons of an IPv6 address are inside its brackets.
        let afterHost = authority.lastIndex(of: "]").map { authority.index(after: $0) } ?? authority.startIndex
        let colon = authority[afterHost...].firstIndex(of: ":")
        let host = authority[..<(colon ?? authority.endIndex)]
        guard !host.isEmpty, host.first != "[" || host.last == "]" else {
            throw TwilioError(.invalidPublicURL, "The public URL has no host.")
        }
        guard let colon else { return (String(host), nil) }
        let digits = authority[authority.index(after: colon)...]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
            (1...65_535).contains(port)
        else { throw TwilioError(.invalidPublicURL, "The port of the public URL is not between 1 and 65535.") }
        return (String(host), port)
    }

    /// Whether a request's `Host` means this address: the same host, in any case of letters, and the same port.
    public func isHost(_ authority: String) -> Bool {
        guard let (host, port) = try? Self.split(authority[...]) else { return false }
        return host.lowercased() == self.host.lowercased()
            && (port ?? self.defaultPort) == (self.port ?? self.defaultPort)
    }

    var defaultPort: Int { self.isSecure ? 443 : 80 }

    /// The URL of a request target under this address, as it is written in TwiML.
    public func url(of target: String, webSocket: Bool = false) -> String {
        let port = self.port == self.defaultPort ? nil : self.port
        return self.url(of: target, webSocket: webSocket, userInfo: nil, port: port)
    }

    func url(of target: String, webSocket: Bool, userInfo: String?, port: Int?) -> String {
        let scheme = webSocket ? (self.isSecure ? "wss" : "ws") : (self.isSecure ? "https" : "http")
        let user = userInfo.map { "\($0)@" } ?? ""
        return "\(scheme)://\(user)\(self.host)\(port.map { ":\($0)" } ?? "")\(self.path)\(target)"
    }
}

extension PublicURL: CustomStringConvertible {
    /// The URL without user and password.
    public var description: String { self.url(of: "") }
}
