// SPDX-License-Identifier: Apache-2.0

import Crypto
import NIOHTTP1

/// The opening handshake of RFC 6455 section 4, as values.
enum WebSocketHandshake {
    /// Why an upgrade request is refused before the application is asked.
    struct Violation: Error, Equatable {
        var status: Int
        var explanation: String
    }

    /// Whether the request wants to become a WebSocket: `Upgrade` names it. Everything else about it may be wrong.
    static func isAttempt(_ head: HTTPRequestHead) -> Bool {
        head.headers.contains(name: "upgrade") && self.tokens(head.headers["upgrade"]).contains("websocket")
    }

    /// Whether NIO's parser stops after this request, because it takes what follows for another protocol.
    static func stopsParser(_ head: HTTPRequestHead) -> Bool {
        head.headers.contains(name: "upgrade") && self.tokens(head.headers["connection"]).contains("upgrade")
    }

    /// The `Sec-WebSocket-Accept` for a request that keeps all rules of section 4.2.1.
    static func accept(_ head: HTTPRequestHead) throws(Violation) -> String {
        guard head.method == .GET else { throw Violation(status: 405, explanation: "an upgrade is a GET") }
        guard head.version == .http1_1 else { throw Violation(status: 400, explanation: "an upgrade is HTTP/1.1") }
        guard self.tokens(head.headers["connection"]).contains("upgrade") else {
            throw Violation(
                status: 400,
                explanation: "Upgrade without Connection: Upgrade; does a proxy strip it?"
            )
        }
        guard head.headers["sec-websocket-version"] == ["13"] else {
            throw Violation(status: 426, explanation: "WebSocket version 13 is spoken here")
        }
        let keys = head.headers["sec-websocket-key"]
        guard keys.count == 1, self.isKey(keys[0]) else {
            throw Violation(status: 400, explanation: "Sec-WebSocket-Key must be 16 bytes in base64")
        }
        return self.accept(forKey: keys[0])
    }

    /// RFC 6455 section 4.2.2: SHA-1 of the key and a fixed text, in base64.
    static func accept(forKey key: String) -> String {
        let digest = Insecure.SHA1.hash(data: Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
        return Base64.encode(digest)
    }

    /// 16 bytes are 22 base64 characters, of which the last carries 2 bits only, and two signs of padding.
    static func isKey(_ key: String) -> Bool {
        let bytes = Array(key.utf8)
        guard bytes.count == 24, bytes[22] == UInt8(ascii: "="), bytes[23] == UInt8(ascii: "=") else { return false }
        guard bytes[..<22].allSatisfy({ Base64.value(of: $0) != nil }) else { return false }
        return (Base64.value(of: bytes[21]) ?? 1) & 0x0F == 0
    }

    /// The members of a comma-separated list (RFC 9110 section 5.6.1), in lower case.
    static func tokens(_ values: [String]) -> [String] {
        values.flatMap { value in
            value.utf8.split(separator: UInt8(ascii: ",")).map { member in
                let isSpace: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
                let trimmed = member.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
                return String(decoding: trimmed, as: UTF8.self).lowercased()
            }
        }
    }
}
