// SPDX-License-Identifier: Apache-2.0

extension SignatureSearch {
    /// One way a path may have been changed on its way.
    private struct PathChange {
        var path: String
        var signed: String
        var checked: String
        var mend: String
    }

    mutating func path() -> Difference? {
        for change in self.slashes + self.prefixes + self.escapes {
            var other = self.address
            other.path = change.path
            guard !other.path.utf8.elementsEqual(self.address.path.utf8), self.isSigned(other) else { continue }
            return Difference(part: .path, signed: change.signed, checked: change.checked, mend: change.mend)
        }
        for target in self.hints.targets.prefix(8) where target.utf8.first == UInt8(ascii: "/") {
            guard let other = SignedAddress(self.address.origin + target), self.isSigned(self.with(other)) else {
                continue
            }
            return Difference(
                part: other.path == self.address.path ? .query : .path,
                signed: "as the proxy in front received it",
                checked: "as the proxy passed it on",
                mend: "The proxy in front must pass path and query on unchanged."
            )
        }
        return nil
    }

    private func with(_ target: SignedAddress) -> SignedAddress {
        var other = self.address
        (other.path, other.query) = (target.path, target.query)
        return other
    }

    private var slashes: [PathChange] {
        let path = self.address.path
        let hasSlash = path.utf8.last == UInt8(ascii: "/")
        let mend = "Twilio's console and the server must agree on the slash, and nothing in between may change it."
        return [
            PathChange(
                path: hasSlash ? String(path.dropLast()) : path + "/",
                signed: hasSlash ? "without a slash at the end" : "with a slash at the end",
                checked: hasSlash ? "with a slash at the end" : "without",
                mend: mend
            ),
            PathChange(
                path: path.replacing("//", with: "/"),
                signed: "with single slashes",
                checked: "with a double slash",
                mend: "Take the double slash out of the public URL or of the proxy's rule."
            ),
            PathChange(
                path: "/" + path,
                signed: "with a double slash at the beginning",
                checked: "with a single one",
                mend: "Take the double slash out of the URL in Twilio's console, or let the proxy keep it."
            ),
        ]
    }

    private var prefixes: [PathChange] {
        let path = self.address.path
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let removed = (1..<max(1, min(4, segments.count))).map { count in
            let prefix = "/" + segments.prefix(count).joined(separator: "/")
            return PathChange(
                path: "/" + segments.dropFirst(count).joined(separator: "/"),
                signed: "without its first \(count == 1 ? "segment" : "\(count) segments")",
                checked: "with",
                mend: "A proxy, or PUBLIC_URL, puts \(Self.printable(prefix)) in front of the path: take it away."
            )
        }
        let added = (self.hints.prefixes + [self.publicPath]).prefix(8).compactMap { prefix -> PathChange? in
            guard prefix.utf8.first == UInt8(ascii: "/"), prefix != "/" else { return nil }
            let bare = prefix.utf8.last == UInt8(ascii: "/") ? String(prefix.dropLast()) : prefix
            return PathChange(
                path: bare + path,
                signed: "with \(Self.printable(bare)) in front",
                checked: "without",
                mend: "Would have matched with PUBLIC_URL=\(Self.printable(self.address.origin + bare)): "
                    + "a proxy takes that prefix away."
            )
        }
        return removed + added
    }

    private var escapes: [PathChange] {
        PercentEncoding.variants(of: self.address.path).map { variant in
            PathChange(
                path: variant.text,
                signed: variant.description,
                checked: "encoded otherwise",
                mend: "Something between Twilio and the server re-encodes the path: it must pass it on as it came."
            )
        }
    }
}
