// SPDX-License-Identifier: Apache-2.0

/// Which URLs a server may ask that others name to it: callbacks, recordings, event webhooks. Keeps it from asking
/// itself, its neighbours, or the cloud's metadata service on somebody else's behalf (server-side request forgery).
///
/// ```swift
/// var policy = OutboundURLPolicy()
/// policy.hosts = ["hooks.example.com", "*.twilio.com"]
/// let target = try policy.target(of: text)
/// let addresses = try policy.addresses(try await resolve(target.host), for: target)
/// // connect to one of exactly these addresses, with TLS for target.host, and follow no redirect
/// ```
/// Two decisions, because a name says nothing about where it leads: first the URL, then the addresses it was resolved
/// to. Resolve once, and connect to what was checked: a second question may have another answer (DNS rebinding). A
/// redirect is a new URL; the HTTP client must not follow it by itself (``followsRedirects``).
public struct OutboundURLPolicy: Sendable, Hashable {
    /// Redirects are never followed.
    public static let followsRedirects = false

    /// The schemes, in lower case.
    public var schemes: Set<String> = ["https"]
    /// The ports.
    public var ports: Set<Int> = [443]
    /// The hosts: names, addresses, or `*.example.com` for every name below one; `nil` for any host. Lower case.
    public var hosts: [String]?
    /// Blocks that may be asked although they are no public addresses, such as one's own event collector.
    public var privateBlocks: [AddressBlock] = []

    /// Public hosts over HTTPS on port 443.
    public init() {}

    /// Takes a URL apart and checks scheme, host and port. When the host is an address, that is checked as well.
    public func target(of url: String) throws(OutboundRefusal) -> OutboundTarget {
        let target = try OutboundTarget(url)
        guard self.schemes.contains(target.scheme) else { throw .scheme }
        guard self.ports.contains(target.port) else { throw .port }
        if let hosts, !hosts.contains(where: { Self.matches(target.host, $0.lowercased()) }) { throw .host }
        if let address = target.address { _ = try self.addresses([address], for: target) }
        return target
    }

    /// Checks what the host of a URL was resolved to. One address that may not be asked refuses all: an honest host has
    /// none.
    public func addresses(
        _ resolved: [IPAddress],
        for target: OutboundTarget
    ) throws(OutboundRefusal) -> [IPAddress] {
        guard !resolved.isEmpty else { throw .unresolved }
        if let address = target.address, resolved != [address] { throw .address }
        for address in resolved {
            let isAllowed = address.isPublic || self.privateBlocks.contains { $0.contains(address) }
            guard isAllowed else { throw .address }
        }
        return resolved
    }

    private static func matches(_ host: String, _ pattern: String) -> Bool {
        guard pattern.hasPrefix("*.") else { return host == pattern }
        let suffix = pattern.dropFirst()
        return host.utf8.count > suffix.utf8.count && host.hasSuffix(suffix)
    }
}
