// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

/// Says exactly these bytes to a server and takes what comes back until it closes.
enum RawHTTP {
    struct Answer: Sendable {
        let status: Int
        let headers: [(name: String, value: String)]
        let body: String

        subscript(name: String) -> String? {
            self.headers.first { $0.name == name.lowercased() }?.value
        }
    }

    struct NoAnswer: Error {
        let received: String
    }

    static func request(
        _ method: String,
        _ target: String,
        port: Int,
        headers: [(String, String)] = [],
        body: [UInt8] = []
    ) async throws -> Answer {
        var lines = ["\(method) \(target) HTTP/1.1", "Connection: close"]
        if !headers.contains(where: { $0.0.lowercased() == "host" }) { lines.append("Host: localhost") }
        let hasLength = headers.contains { ["content-length", "transfer-encoding"].contains($0.0.lowercased()) }
        if !hasLength, method == "POST" || !body.isEmpty { lines.append("Content-Length: \(body.count)") }
        lines += headers.map { "\($0.0): \($0.1)" }
        let head = lines.joined(separator: "\r\n") + "\r\n\r\n"
        return try await self.exchange(Array(head.utf8) + body, port: port)
    }

    static func exchange(_ bytes: [UInt8], port: Int) async throws -> Answer {
        try self.parse(try await self.say(bytes, port: port))
    }

    private static func say(_ bytes: [UInt8], port: Int) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var received = ByteBuffer()
            do {
                try await outbound.write(ByteBuffer(bytes: bytes))
                for try await buffer in inbound { received.writeImmutableBuffer(buffer) }
            } catch is IOError {
                // The server has had enough and reset the connection; what it said before counts.
            } catch is ChannelError {
            }
            return String(buffer: received)
        }
    }

    private static func parse(_ text: String) throws -> Answer {
        guard let end = text.firstRange(of: "\r\n\r\n") else { throw NoAnswer(received: text) }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]) else { throw NoAnswer(received: text) }
        let headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (
                name: parts[0].lowercased(),
                value: parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
            )
        }
        return Answer(status: status, headers: headers, body: String(text[end.upperBound...]))
    }
}
