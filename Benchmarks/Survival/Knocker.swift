// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

/// Makes connection after connection, asks for `/api/health` on each, and counts what comes of it.
actor Knocker {
    private static let atOnce = 4
    private static let deadline = TimeAmount.seconds(10)

    private let port: Int
    private var isFinished = false
    private var answered = 0
    private var failures: [String: Int] = [:]

    init(port: Int) { self.port = port }

    var failed: Int { self.failures.values.reduce(0, +) }

    var outcomes: String {
        "\(self.answered + self.failed) connections: \(self.answered) answered, \(self.failed) not \(self.failures)"
    }

    /// As soon as enough were made, it is over.
    func finish() { self.isFinished = true }

    /// Knocks until it is told to finish, and at least so often.
    nonisolated func knock(atLeast least: Int) async {
        await withTaskGroup(of: Void.self) { tasks in
            for _ in 0..<Self.atOnce {
                tasks.addTask {
                    while await self.goesOn(least) { await self.note(await Self.ask(self.port)) }
                }
            }
        }
    }

    private func goesOn(_ least: Int) -> Bool { !self.isFinished || self.answered + self.failed < least }

    private func note(_ failure: String?) {
        guard let failure else { return self.answered += 1 }
        self.failures[failure, default: 0] += 1
    }

    /// What went wrong; `nil` if an answer came.
    private static func ask(_ port: Int) async -> String? {
        do {
            let answer = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(Self.deadline)
                .connect(host: "127.0.0.1", port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let end = channel.eventLoop.scheduleTask(in: Self.deadline) { channel.close(promise: nil) }
                        channel.closeFuture.whenComplete { _ in end.cancel() }
                        return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
            return try await answer.executeThenClose { inbound, outbound in
                let request = "GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                try await outbound.write(ByteBuffer(string: request))
                var text = ""
                for try await bytes in inbound { text += String(buffer: bytes) }
                return text.hasPrefix("HTTP/1.1 ") ? nil : "no answer: \(text.prefix(40))"
            }
        } catch {
            return "\(error)"
        }
    }
}
