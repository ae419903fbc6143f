// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// A request body that knows whether it was ever asked for, and can be withheld.
///
/// The HTTP client asks for it when it has a connection and has written the head. A request whose body was withheld in
/// time was certainly not carried out, whatever ended it, so it may be sent again.
final class WatchedBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    private static let untouched: UInt8 = 0
    private static let sent: UInt8 = 1
    private static let withheld: UInt8 = 2

    let buffer: ByteBuffer
    private let state = Atomic(untouched)

    init(_ bytes: [UInt8]) {
        self.buffer = ByteBuffer(bytes: bytes)
    }

    /// Withholds the body from now on. `false` when it is too late: then the request may have arrived.
    func withhold() -> Bool {
        // Nobody asks for a body of no bytes, so that says nothing.
        guard self.buffer.readableBytes > 0 else { return false }
        let (_, previous) = self.state.compareExchange(
            expected: Self.untouched,
            desired: Self.withheld,
            ordering: .acquiringAndReleasing
        )
        return previous != Self.sent
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(body: self)
    }

    struct Iterator: AsyncIteratorProtocol {
        let body: WatchedBody
        var isAtEnd = false

        mutating func next() async throws -> ByteBuffer? {
            if self.isAtEnd { return nil }
            self.isAtEnd = true
            let (_, previous) = self.body.state.compareExchange(
                expected: WatchedBody.untouched,
                desired: WatchedBody.sent,
                ordering: .acquiringAndReleasing
            )
            guard previous != WatchedBody.withheld else { throw CancellationError() }
            return self.body.buffer
        }
    }
}
