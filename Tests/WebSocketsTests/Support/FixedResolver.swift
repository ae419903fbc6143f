// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

/// Finds the same IPv4 addresses for every name, and no IPv6 address.
final class FixedResolver: Resolver, Sendable {
    private let addresses: [String]
    private let port: Int
    private let eventLoop: any EventLoop

    init(_ addresses: [String], port: Int, on eventLoop: any EventLoop) {
        self.addresses = addresses
        self.port = port
        self.eventLoop = eventLoop
    }

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        self.eventLoop.makeCompletedFuture {
            try self.addresses.map { try SocketAddress(ipAddress: $0, port: self.port) }
        }
    }

    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        self.eventLoop.makeSucceededFuture([])
    }

    func cancelQueries() {}
}
