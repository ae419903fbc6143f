// SPDX-License-Identifier: Apache-2.0

/// A block of IP addresses, as CIDR writes it (RFC 4632): `10.0.0.0/8`, `2001:db8::/32`, or one address.
public struct AddressBlock: Sendable, Hashable {
    let network: IPAddress
    /// How many bits count, of 128.
    let bits: Int

    init(_ network: IPAddress, bits: Int) {
        self.bits = bits
        let (high, low) = Self.mask(bits)
        self.network = IPAddress(high: network.high & high, low: network.low & low)
    }

    /// Reads a block; `nil` for anything else. Bits of the address behind the prefix are ignored.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(first) else { return nil }
        let width = address.isV4 ? 32 : 128
        var bits = width
        if parts.count == 2 {
            let digits = parts[1].utf8
            guard (1...3).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
                let value = Int(parts[1]), value <= width
            else { return nil }
            bits = value
        }
        self.init(address, bits: 128 - width + bits)
    }

    /// Whether it is all of IPv4 or all of IPv6.
    public var isEverything: Bool { self.bits == 0 || self == AddressBlock(IPAddress(v4: 0), bits: 96) }

    /// Whether an address is in it.
    public func contains(_ address: IPAddress) -> Bool {
        let (high, low) = Self.mask(self.bits)
        return address.high & high == self.network.high && address.low & low == self.network.low
    }

    private static func mask(_ bits: Int) -> (UInt64, UInt64) {
        let high = bits >= 64 ? UInt64.max : ~(UInt64.max >> UInt64(max(0, bits)))
        let low = bits <= 64 ? 0 : bits >= 128 ? UInt64.max : ~(UInt64.max >> UInt64(bits - 64))
        return (high, low)
    }
}

extension AddressBlock: CustomStringConvertible {
    /// Address and prefix.
    public var description: String { "\(self.network)/\(self.network.isV4 ? self.bits - 96 : self.bits)" }
}

extension AddressBlock {
    /// A block of our own making, which is well-formed: a test reads them all.
    static func known(_ text: String) -> AddressBlock {
        guard let block = AddressBlock(text) else { preconditionFailure("not a block: \(text)") }
        return block
    }

    /// This machine (RFC 1122, RFC 4291).
    public static let loopback = ["127.0.0.0/8", "::1/128"].map(known)
    /// Networks of one's own (RFC 1918, RFC 4193).
    public static let `private` = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"].map(known)
}
