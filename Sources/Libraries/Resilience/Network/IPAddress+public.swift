// SPDX-License-Identifier: Apache-2.0

extension IPAddress {
    /// Whether it is somebody's on the public internet: in none of IANA's special-purpose registries for IPv4 and IPv6
    /// (RFC 6890), not multicast, and not a wrapping of an IPv4 address that hides which one it is.
    public var isPublic: Bool {
        if self.isV4 { return !Self.specialV4.contains { $0.contains(self) } }
        // Global unicast is all there is so far (RFC 4291 section 2.4); the rest is reserved, local, or a translation.
        return Self.globalV6.contains(self) && !Self.specialV6.contains { $0.contains(self) }
    }

    private static let specialV4 = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    ].map(AddressBlock.known)

    private static let globalV6 = AddressBlock.known("2000::/3")

    /// Protocols, benchmarks and Teredo; documentation; 6to4; documentation again.
    private static let specialV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"].map(AddressBlock.known)
}
