// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
public import Resilience

/// The proxies whose word about the client is believed.
///
/// ```swift
/// configuration.trustedProxies = try TrustedProxies("10.1.0.0/16, loopback")
/// ```
/// A header about the client counts only when the other end of the connection is one of these. Then the client is the
/// rightmost address of `X-Forwarded-For`, or of `Forwarded` (RFC 7239) where that is missing, that is no trusted proxy:
/// everything to the left of it may be the client's own invention. `X-Real-IP` counts where both are missing. When
/// `X-Forwarded-For` and `Forwarded` name different clients, the proxy passes one of them on unseen, and neither is
/// believed. So a proxy must append to or replace `X-Forwarded-For`, and drop the other two or write them too.
public struct TrustedProxies: Sendable, Hashable {
    /// What is wrong with a list of proxies.
    public struct Flaw: Error, Sendable, Hashable, CustomStringConvertible {
        /// One sentence.
        public let description: String
    }

    /// More hops than this are nobody's network.
    private static let hops = 32

    private let blocks: [AddressBlock]

    /// Nobody is believed.
    public static let none = TrustedProxies(blocks: [])

    /// Believes the addresses of these blocks.
    public init(blocks: [AddressBlock]) {
        self.blocks = blocks
    }

    /// Reads blocks (`10.0.0.0/8`, `2001:db8::1`) and the words `loopback` (127.0.0.0/8, ::1) and `private`
    /// (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7), separated by commas or blanks.
    public init(_ text: String) throws(Flaw) {
        var blocks: [AddressBlock] = []
        for word in text.split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" }) {
            switch word.lowercased() {
            case "loopback": blocks += AddressBlock.loopback
            case "private": blocks += AddressBlock.private
            default:
                guard let block = AddressBlock(word) else {
                    throw Flaw(
                        description: "\(word.prefix(64)) is no address, no block such as 10.0.0.0/8, and not one of "
                            + "loopback and private"
                    )
                }
                guard !block.isEverything else {
                    throw Flaw(description: "\(word) would believe everybody; name the proxies")
                }
                blocks.append(block)
            }
        }
        self.init(blocks: blocks)
    }

    /// Whether nobody is believed.
    public var isEmpty: Bool { self.blocks.isEmpty }

    /// Whether this address is a trusted proxy's.
    public func contains(_ address: IPAddress) -> Bool {
        self.blocks.contains { $0.contains(address) }
    }

    func contains(_ peer: SocketAddress?) -> Bool {
        guard !self.blocks.isEmpty, let address = IPAddress(peer: peer) else { return false }
        return self.contains(address)
    }

    /// Who sent a request that came over a connection with this other end; `nil` when that has no IP address.
    func client(of headers: HTTPFields, peer: SocketAddress?) -> IPAddress? {
        guard let peer = IPAddress(peer: peer) else { return nil }
        guard self.contains(peer) else { return peer }
        let forwardedFor = self.walk(ForwardedFields.forwardedFor(headers), from: peer)
        let forwarded = self.walk(ForwardedFields.forwarded(headers), from: peer)
        switch (forwardedFor, forwarded) {
        case (let one?, let other?): return one == other ? one : peer
        case (let one?, nil): return one
        case (nil, let other?): return other
        case (nil, nil): return ForwardedFields.realIP(headers) ?? peer
        }
    }

    /// From the right: the first address that is no trusted proxy's, or the leftmost. What is no address was not written
    /// by a proxy of ours; then it came from the one that did.
    private func walk(_ addresses: [IPAddress?], from peer: IPAddress) -> IPAddress? {
        guard !addresses.isEmpty else { return nil }
        var last = peer
        for address in addresses.reversed().prefix(Self.hops) {
            guard let address else { return last }
            last = address
            guard self.contains(address) else { return address }
        }
        return last
    }
}

extension IPAddress {
    /// The address of the other end of a connection.
    init?(peer: SocketAddress?) {
        guard let text = peer?.ipAddress else { return nil }
        // A link-local peer has a zone.
        self.init(text.prefix { $0 != "%" })
    }
}
