// SPDX-License-Identifier: Apache-2.0

extension SignatureSearch {
    mutating func scheme() -> Difference? {
        for scheme in ["https", "http", "wss", "ws"] where scheme != self.address.scheme {
            var other = self.address
            other.scheme = scheme
            guard self.isSigned(other) else { continue }
            if other.isWebSocket != self.address.isWebSocket {
                return Difference(
                    part: .scheme,
                    signed: scheme,
                    checked: self.address.scheme,
                    mend: other.isWebSocket
                        ? "This is the upgrade to a WebSocket: check it with the scheme \(scheme)."
                        : "This is no upgrade to a WebSocket: check it with the scheme \(scheme)."
                )
            }
            return self.origin(other)
        }
        return nil
    }

    /// Each host that the request names, with the scheme it was checked with and with the other.
    mutating func host() -> Difference? {
        let own = self.address
        let bare = own.host.hasPrefix("www.") ? String(own.host.dropFirst(4)) : "www." + own.host
        let texts = self.hints.hosts + [own.host.lowercased(), bare]
        for text in texts.prefix(16) {
            for scheme in own.isWebSocket ? ["wss", "ws"] : ["https", "http"] {
                guard let named = SignedAddress("\(scheme)://\(text)"), named.path.isEmpty, named.user == nil else {
                    continue
                }
                for port in Set([named.port, own.port]) {
                    var other = own
                    (other.scheme, other.host, other.port) = (scheme, named.host, port)
                    if other != own, self.isSigned(other) { return self.origin(other) }
                }
            }
        }
        return nil
    }

    mutating func port() -> Difference? {
        for port in (self.hints.ports + [443, 80, 8_080, 8_443, 3_000, 8_000, 5_000]).prefix(16) {
            var other = self.address
            other.port = port
            guard other.port != self.address.port, self.isSigned(other) else { continue }
            return self.origin(other)
        }
        return nil
    }

    mutating func user() -> Difference? {
        guard let credentials = self.hints.credentials, self.address.user == nil else { return nil }
        var other = self.address
        other.user = credentials
        guard self.isSigned(other) else { return nil }
        return Difference(
            part: .user,
            signed: "with user and password in the URL",
            checked: "without",
            mend: "Put user and password into the public URL."
        )
    }

    mutating func fragment() -> Difference? {
        guard let fragment = self.address.fragment else { return nil }
        for spelling in self.address.spellings where self.isSigned(text: "\(spelling)#\(fragment)", self.parameters) {
            return Difference(
                part: .fragment,
                signed: "with the fragment of the URL",
                checked: "without",
                mend: "Twilio signs no fragment: whatever made this signature must leave it away."
            )
        }
        return nil
    }

    private func origin(_ other: SignedAddress) -> Difference {
        let isSameHost = other.host == self.address.host
        return Difference(
            part: !isSameHost ? .host : other.scheme != self.address.scheme ? .scheme : .port,
            signed: Self.printable(other.origin),
            checked: Self.printable(self.address.origin),
            mend: "Would have matched with PUBLIC_URL=\(Self.printable(other.origin))\(Self.printable(self.publicPath))"
        )
    }
}
