// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Testing

@testable import WebSockets

/// R44: a new process takes the port over from one that goes on serving what it has.
@Suite(.timeLimit(.minutes(1)))
struct ListenerTests {
    private static let request = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"

    /// Who answers a request on a connection of its own.
    private func answerer(at port: Int) async throws -> String {
        try await RawPeer.connect(to: port) { peer in
            try await peer.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let answer = await peer.readTextToEnd()
            let field = answer.split(separator: "\r\n").first { $0.hasPrefix("server: ") }
            return field.map { String($0.dropFirst(8)) } ?? answer
        }
    }

    private func expect(_ name: String, at port: Int, times: Int = 1) async throws {
        for _ in 0..<times {
            let answerer = try await self.answerer(at: port)
            #expect(answerer == name)
        }
    }

    private func isRefused(at port: Int) async -> Bool {
        (try? await RawPeer.connect(to: port) { _ in }) == nil
    }

    @Test func whoeverLeavesThePortGoesOnServingWhatItHas() async throws {
        try await TestListener.run { server in
            try await RawPeer.connect(to: server.port) { idle in
                try await idle.send(Self.request)
                let first = try #require(await idle.readResponse()).head
                #expect(first.hasPrefix("HTTP/1.1 200") && !first.contains("connection: close"))
                try await RawPeer.connect(to: server.port) { socket in
                    #expect(try await socket.upgrade().hasPrefix("HTTP/1.1 101"))
                    await server.listener.leavePort(after: .zero)
                    #expect(await self.isRefused(at: server.port))
                    // The stream does not notice.
                    try await socket.send(Frame.text("still here").masked())
                    #expect(await socket.readFrame()?.payload == Array("still here".utf8))
                    // The connection that was idle is not cut, and its next answer is the last.
                    try await idle.send(Self.request)
                    let last = await idle.readTextToEnd()
                    #expect(last.hasPrefix("HTTP/1.1 200") && last.contains("connection: close"))
                    await server.shutDown()
                    _ = await socket.readToEnd()
                }
            }
        }
    }

    @Test func aRequestThatIsBeingReadWhenThePortIsLeftIsAnsweredAndIsTheLast() async throws {
        try await TestListener.run { server in
            try await RawPeer.connect(to: server.port) { peer in
                try await peer.send("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab")
                // What is on its way when the port is left: the server has the connection, perhaps not the head.
                try await RawPeer.connect(to: server.port) { other in
                    try await other.send(Self.request)
                    _ = try #require(await other.readResponse())
                }
                await server.listener.leavePort(after: .zero)
                try await peer.send("cd")
                let answer = await peer.readTextToEnd()
                #expect(answer.hasPrefix("HTTP/1.1 200") && answer.contains("connection: close"), "\(answer)")
            }
        }
    }

    #if os(Linux)
    @Test func theOneThatCameLastGetsAllNewConnections() async throws {
        try await TestListener.run(named: "old", sharesPort: true) { old in
            try await self.expect("old", at: old.port)
            try await TestListener.run(named: "new", port: old.port, sharesPort: true) { new in
                try await self.expect("new", at: old.port, times: 100)
                await old.listener.leavePort(after: .zero)
                try await self.expect("new", at: old.port, times: 20)
                try await TestListener.run(named: "newer", port: old.port, sharesPort: true) { _ async throws in
                    try await self.expect("newer", at: old.port, times: 100)
                    await new.listener.leavePort(after: .zero)
                    try await self.expect("newer", at: old.port, times: 20)
                }
                #expect(await self.isRefused(at: old.port))
            }
        }
    }

    @Test func whoeverCameLastAndEndsGivesThePortBack() async throws {
        try await TestListener.run(named: "old", sharesPort: true) { old in
            try await TestListener.run(named: "new", port: old.port, sharesPort: true) { _ async throws in
                try await self.expect("new", at: old.port)
            }
            try await self.expect("old", at: old.port, times: 20)
        }
    }

    @Test func noConnectionIsRefusedWhileThePortChangesHands() async throws {
        try await TestListener.run(named: "0", sharesPort: true) { first in
            try await self.handOver(from: first, at: first.port, left: 5)
        }
    }

    private func handOver(from old: TestListener, at port: Int, left: Int) async throws {
        guard left > 0 else { return }
        try await TestListener.run(named: "\(left)", port: port, sharesPort: true) { new -> Void in
            async let leaving: Void = old.listener.leavePort(after: .milliseconds(50))
            let answers = try await withThrowingTaskGroup(of: String.self) { tasks in
                for _ in 0..<8 {
                    tasks.addTask {
                        for _ in 0..<24 { _ = try await self.answerer(at: port) }
                        return try await self.answerer(at: port)
                    }
                }
                return try await tasks.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0 == "\(left)" }, "\(answers)")
            await leaving
            try await self.handOver(from: new, at: port, left: left - 1)
        }
    }
    #endif

    @Test func aPortThatIsNotSharedCannotBeHad() async throws {
        try await TestListener.run(sharesPort: true) { server in
            await #expect(throws: IOError.self) {
                try await TestListener.run(port: server.port) { _ async throws in }
            }
        }
    }
}
