// SPDX-License-Identifier: Apache-2.0

/// Where a URL leads, read strictly: what two programs might read differently is refused.
public struct OutboundTarget: Sendable, Hashable {
    /// `https` or another scheme, in lower case.
    public let scheme: String
    /// The host in lower case, without brackets and without a dot at its end.
    public let host: String
    /// The port; that of the scheme when none is written.
    public let port: Int
    /// The host, when it is an address.
    public let address: IPAddress?

    /// Reads a URL; fails with ``OutboundRefusal``.
    init(_ url: String) throws(OutboundRefusal) {
        let isPlain: (UInt8) -> Bool = { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
        guard url.utf8.count <= 8_192, url.utf8.allSatisfy(isPlain), let mark = url.firstRange(of: "://") else {
            throw .malformed
        }
        let scheme = url[..<mark.lowerBound].lowercased()
        guard !scheme.isEmpty, scheme.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) else { throw .malformed }
        let authority = url[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@") else { throw .userInfo }
        let (host, port) = try Self.split(authority)
        self.scheme = scheme
        (self.host, self.address) = try Self.read(host)
        if let port { self.port = port } else { self.port = try Self.defaultPort(scheme) }
    }

    private static func defaultPort(_ scheme: String) throws(OutboundRefusal) -> Int {
        switch scheme {
        case "https", "wss": 443
        case "http", "ws": 80
        default: throw .scheme
        }
    }

    private static func split(_ authority: Substring) throws(OutboundRefusal) -> (Substring, Int?) {
        let end = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : authority.startIndex
        guard let end, let colon = authority[end...].firstIndex(of: ":") else { return (authority, nil) }
        let digits = authority[authority.index(after: colon)...]
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(digits), (1...65_535).contains(port)
        else { throw .malformed }
        return (authority[..<colon], port)
    }

    private static func read(_ host: Substring) throws(OutboundRefusal) -> (String, IPAddress?) {
        if host.hasPrefix("[") {
            guard host.hasSuffix("]"), let address = IPAddress(host.dropFirst().dropLast()), host.contains(":") else {
                throw .host
            }
            return (address.description, address)
        }
        let name = (host.hasSuffix(".") ? host.dropLast() : host).lowercased()
        if let address = IPAddress(name) { return (name, address) }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy({ Self.isLabel($0) }), let last = labels.last else {
            throw .host
        }
        // What ends in a number is an address to most programs (127.1, 0x7f.1, 2130706433), each in its own way.
        let isNumber = last.utf8.allSatisfy { (0x30...0x39).contains($0) } || last.hasPrefix("0x")
        guard !isNumber else { throw .host }
        return (name, nil)
    }

    /// RFC 1123 section 2.1, and the underscore that some names have.
    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
            && label.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
            }
    }
}
