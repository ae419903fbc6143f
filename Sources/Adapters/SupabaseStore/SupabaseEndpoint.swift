// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Where a Supabase project is: `https://<ref>.supabase.co`, a domain of one's own, or `http://127.0.0.1:54321` of the
/// command line tool.
package struct SupabaseEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// Scheme, host, port and perhaps a path, without a slash at the end.
    package let description: String
    /// The project's reference, where the host says it.
    let project: String?

    /// Reads `SUPABASE_URL`. Slashes at the end and `/rest/v1` are taken off; `http` is for this machine only, because
    /// the key goes with every request. Fails with ``SupabaseError/Code/invalidURL``.
    package init(_ text: String) throws(SupabaseError) {
        let text = text.trimmed
        guard !text.isEmpty else { throw Self.invalid("is empty; it is the Project URL, https://<ref>.supabase.co") }
        guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(),
            let host = url.host?.lowercased(), !host.isEmpty, ["http", "https"].contains(scheme)
        else { throw Self.invalid("is no URL; it looks like https://<ref>.supabase.co") }
        guard url.user == nil, url.password == nil, url.query == nil, url.fragment == nil else {
            throw Self.invalid("has a user, a query or a fragment; only scheme, host and port belong there")
        }
        guard scheme == "https" || Self.isLoopback(host) else {
            throw Self.invalid("must begin with https://, because the key goes with every request")
        }
        var path = Substring(url.percentEncodedPath)
        while path.last == "/" { path.removeLast() }
        if path.hasSuffix("/rest/v1") { path.removeLast("/rest/v1".count) }
        while path.last == "/" { path.removeLast() }
        let port = url.port.map { ":\($0)" } ?? ""
        self.description = "\(scheme)://\(host)\(port)\(path)"
        self.project = host.hasSuffix(".supabase.co") ? String(host.dropLast(".supabase.co".count)) : nil
    }

    /// Where a function is called.
    func address(of function: String) -> String {
        "\(self.description)/rest/v1/rpc/\(function)"
    }

    private static func isLoopback(_ host: String) -> Bool {
        let bare = host.trimmingCharacters(in: "[]")
        if bare == "localhost" || bare.hasSuffix(".localhost") || bare == "::1" { return true }
        let parts = bare.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func invalid(_ what: String) -> SupabaseError {
        SupabaseError(.invalidURL, "SUPABASE_URL \(what).")
    }
}

extension String {
    /// Without blanks and line ends around it, which copying brings along.
    var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    fileprivate func trimmingCharacters(in characters: String) -> String {
        String(self.drop { characters.contains($0) }.reversed().drop { characters.contains($0) }.reversed())
    }
}
