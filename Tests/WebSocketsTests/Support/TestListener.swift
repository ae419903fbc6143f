// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

@testable import WebSockets

/// An ``HTTPListener`` with the routes of ``TestServer``, which names itself in every answer.
struct TestListener {
    let port: Int
    let listener: HTTPListener<WebSocketHTTPChannel>
    private let group: ServiceGroup

    /// Runs a listener while `body` runs, then shuts it down gracefully.
    @discardableResult
    static func run<Result>(
        named name: String = "a",
        port: Int = 0,
        sharesPort: Bool = false,
        _ body: (TestListener) async throws -> Result
    ) async throws -> Result {
        let ready = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Int.self)
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        var configuration = HTTPListenerConfiguration(host: "127.0.0.1", port: port)
        configuration.sharesPort = sharesPort
        var edge = TestServer.patient
        edge.answerFields.append((name: "server", value: name))
        let listener = HTTPListener(
            configuration,
            child: WebSocketHTTPChannel(
                responder: TestServer.respond,
                configuration: edge,
                shouldUpgrade: TestServer.shouldUpgrade
            ),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger,
            onRunning: { ready.succeed($0.localAddress?.port ?? 0) }
        )
        let group = ServiceGroup(configuration: .init(services: [listener], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                do {
                    try await group.run()
                } catch {
                    ready.fail(error)
                    throw error
                }
            }
            let port = try await ready.futureResult.get()
            let result = try await body(TestListener(port: port, listener: listener, group: group))
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return result
        }
    }

    func shutDown() async { await self.group.triggerGracefulShutdown() }
}
