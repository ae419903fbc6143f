// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Resilience
import Synchronization
import WebSockets

/// Decides about connections before a byte of them is read: not too many of one address, and only while file
/// descriptors are left for everything else.
final class ConnectionGate: Sendable {
    private let limit: Int
    private let proxies: TrustedProxies
    private let countsLoopback: Bool
    private let descriptors: @Sendable () -> DescriptorUse
    private let counts = Mutex<[IPAddress: Int]>([:])

    /// `countsLoopback` is for tests, which have no other address.
    init(
        limit: Int,
        proxies: TrustedProxies,
        countsLoopback: Bool = false,
        descriptors: @escaping @Sendable () -> DescriptorUse = DescriptorUse.measure
    ) {
        self.limit = limit
        self.proxies = proxies
        self.countsLoopback = countsLoopback
        self.descriptors = descriptors
    }

    convenience init(_ configuration: GatewayConfiguration) {
        self.init(limit: configuration.connectionsPerAddress, proxies: configuration.trustedProxies)
    }

    @Sendable func admit(_ peer: SocketAddress?) -> HTTPConnectionAdmission {
        guard !self.descriptors().isLow else { return .refused(.tooFewDescriptors) }
        guard self.limit > 0, let address = IPAddress(peer: peer), self.counts(address) else {
            return .admitted {}
        }
        let key = address.network
        let isWithin = self.counts.withLock { counts in
            let count = counts[key] ?? 0
            guard count < self.limit else { return false }
            counts[key] = count + 1
            return true
        }
        return isWithin ? .admitted { self.ended(key) } : .refused(.tooManyConnections)
    }

    private func ended(_ key: IPAddress) {
        self.counts.withLock { counts in
            let count = (counts[key] ?? 0) - 1
            counts[key] = count > 0 ? count : nil
        }
    }

    /// Behind a proxy all clients have its address, and what is on this machine needs no door.
    private func counts(_ address: IPAddress) -> Bool {
        if !self.countsLoopback, OperatorGuard.isLoopback(address) { return false }
        return !self.proxies.contains(address)
    }

    /// How many addresses have connections; bounded by the connections there are.
    var addresses: Int { self.counts.withLock { $0.count } }
}
