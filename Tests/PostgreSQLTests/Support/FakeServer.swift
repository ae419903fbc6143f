// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Foundation
import PostgreSQL
import Synchronization

/// A server that answers each connection with a function, on a thread of its own.
final class FakeServer: Sendable {
    let port: Int
    private let listener: LoopbackSocket
    private let clients = Mutex<[LoopbackSocket]>([])

    init(_ serve: @escaping @Sendable (LoopbackSocket) -> Void) throws {
        let (listener, port) = try LoopbackSocket.listening()
        (self.listener, self.port) = (listener, port)
        Thread.detachNewThread { [weak self] in
            while let client = listener.accepted() {
                self?.clients.withLock { $0.append(client) }
                Thread.detachNewThread { serve(client) }
            }
        }
    }

    deinit {
        self.listener.shut()
        for client in self.clients.withLock({ $0 }) { client.shut() }
    }

    /// How often somebody connected.
    var connections: Int { self.clients.withLock { $0.count } }

    func configuration(_ options: String = "") throws -> PostgresConfiguration {
        try PostgresConfiguration(
            "host=127.0.0.1 port=\(self.port) user=me dbname=d password=tomato sslmode=disable \(options)"
        )
    }

    // MARK: What a server says (PostgreSQL's documentation, "Message Formats")

    static func message(_ kind: Character, _ body: [UInt8]) -> [UInt8] {
        [kind.asciiValue!] + Self.number(Int32(body.count + 4)) + body
    }

    static func number(_ value: Int32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }

    /// Authentication accepted, a key for cancelling, ready for a query.
    static let welcome =
        message("R", number(0)) + message("K", number(4711) + number(42)) + message("Z", Array("I".utf8))

    static func error(_ severity: String, _ state: String, _ text: String) -> [UInt8] {
        let fields = ["S" + severity, "V" + severity, "C" + state, "M" + text, "Dsecret detail"]
        return self.message("E", fields.flatMap { Array($0.utf8) + [0] } + [0])
    }

    /// One column `a` of text.
    static let rowDescription = message(
        "T",
        [0, 1] + Array("a".utf8) + [0] + number(0) + [0, 0] + number(25) + [0xff, 0xff] + number(-1) + [0, 0]
    )

    static func row(_ value: [UInt8]) -> [UInt8] {
        self.message("D", [0, 1] + self.number(Int32(value.count)) + value)
    }

    static let endOfQuery = message("C", Array("SELECT 1\0".utf8)) + message("Z", Array("I".utf8))
}
#endif
