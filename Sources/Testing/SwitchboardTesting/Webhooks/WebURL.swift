// SPDX-License-Identifier: Apache-2.0

/// A URL in its parts, every byte as it was written.
///
/// Foundation's `URL` re-encodes and normalises; what is signed must not change.
struct WebURL: Sendable, Hashable, CustomStringConvertible {
    /// Lower case.
    var scheme: String
    /// Host and port as written, without user and password.
    var authority: String
    /// From the first slash; never empty.
    var path: String
    /// What follows the question mark.
    var query: String?

    /// Reads an absolute URL; a fragment and `user:password@` are dropped, as Twilio does before it signs.
    init?(_ text: String) {
        guard let schemeEnd = text.firstRange(of: "://") else { return nil }
        self.scheme = text[..<schemeEnd.lowerBound].lowercased()
        guard ["http", "https", "ws", "wss"].contains(self.scheme) else { return nil }
        let rest = text[schemeEnd.upperBound...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        guard !host.isEmpty, !host.contains(where: \.isWhitespace) else { return nil }
        self.authority = String(host)
        let target = rest.dropFirst(authority.count)
        let path = target.prefix { $0 != "?" }
        self.path = path.isEmpty ? "/" : String(path)
        self.query = path.count < target.count ? String(target.dropFirst(path.count + 1)) : nil
    }

    /// Path and query, as in a request line.
    var target: String { self.path + (self.query.map { "?\($0)" } ?? "") }

    /// The URL as it is signed.
    var description: String { "\(self.scheme)://\(self.authority)\(self.target)" }

    /// Host and port, lower case, a default port left out: whether two URLs go to the same place.
    var origin: String {
        var origin = self.authority.lowercased()
        for port in [":443", ":80"] where origin.hasSuffix(port) { origin.removeLast(port.count) }
        return origin
    }

    /// Resolves a reference found in a document of this URL (RFC 3986, section 5).
    func resolving(_ reference: String) -> WebURL? {
        let reference = reference.trimmingWhitespace()
        if reference.contains("://"), let url = WebURL(reference) { return url }
        if reference.hasPrefix("//") { return WebURL("\(self.scheme):\(reference)") }
        let whole = reference.prefix { $0 != "#" }
        let path = whole.prefix { $0 != "?" }
        var result = self
        if path.count < whole.count {
            result.query = String(whole.dropFirst(path.count + 1))
        } else if !path.isEmpty {
            result.query = nil
        }
        guard !path.isEmpty else { return result }
        let folder = self.path[...(self.path.lastIndex(of: "/") ?? self.path.startIndex)]
        result.path = path.hasPrefix("/") ? String(path) : Self.withoutDots(folder + path)
        return result
    }

    /// Adds items behind the query, as Twilio adds its parameters to a GET.
    func appending(query items: String) -> WebURL {
        var result = self
        result.query = self.query.map { $0.isEmpty ? items : "\($0)&\(items)" } ?? items
        return result
    }

    private static func withoutDots(_ path: Substring) -> String {
        var segments: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            switch part {
            case ".": if isLast { segments.append("") }
            case "..":
                _ = segments.popLast()
                if isLast { segments.append("") }
            default: segments.append(part)
            }
        }
        return "/" + segments.joined(separator: "/")
    }
}
