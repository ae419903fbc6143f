// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

@testable import WebSockets

/// A Hummingbird server on a free port with this library's child channel, and some routes worth testing.
enum TestServer {
    /// Runs a server while `body` runs.
    static func run<Result>(
        edge: HTTPEdgeConfiguration = TestServer.patient,
        shouldUpgrade: @escaping WebSocketHTTPChannel.ShouldUpgrade = TestServer.shouldUpgrade,
        configuration: @Sendable (Int) -> ServerConfiguration = { .init(address: .hostname("127.0.0.1", port: $0)) },
        _ body: (Int, Server<WebSocketHTTPChannel>) async throws -> Result
    ) async throws -> Result {
        let ready = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Int.self)
        let server = Server(
            childChannelSetup: WebSocketHTTPChannel(
                responder: Self.respond,
                configuration: edge,
                shouldUpgrade: shouldUpgrade
            ),
            configuration: configuration(0),
            onServerRunning: { ready.succeed($0.localAddress?.port ?? 0) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await server.run()
                } catch {
                    ready.fail(error)
                    throw error
                }
            }
            let result = try await body(try await ready.futureResult.get(), server)
            group.cancelAll()
            return result
        }
    }

    /// For tests that are not about time: a machine that is busy with other tests must not change their outcome.
    static let patient: HTTPEdgeConfiguration = {
        var edge = HTTPEdgeConfiguration()
        edge.headTimeout = .seconds(60)
        edge.bodyTimeout = .seconds(60)
        edge.bodyRateGrace = .seconds(60)
        edge.upgradeTimeout = .seconds(60)
        return edge
    }()

    /// `/echo` echoes, `/messages` echoes through the `AsyncSequence` face, `/forbidden` and others are refused.
    static let shouldUpgrade: WebSocketHTTPChannel.ShouldUpgrade = { request in
        switch request.path {
        case "/echo": .upgrade { _ in Echo() }
        case "/messages":
            .upgrade(messages: { inbound, outbound in
                for try await message in inbound.messages(maxSize: 1_000) { try await outbound.write(message) }
            })
        case "/hello": .notWebSocket
        case "/401": .refuse(.unauthorized, headers: [.wwwAuthenticate: "Bearer"])
        case "/403": .refuse(.forbidden)
        case "/404": .refuse(.notFound)
        case "/429": .refuse(.tooManyRequests, headers: [.retryAfter: "7"])
        default: throw WebSocketError(.invalidURL, "an error of the application")
        }
    }

    /// `/hello`, `/body` (at most 1 000 bytes, else 413), `/early` (answers without reading), `/large` (32 MiB), and 404.
    static let respond: HTTPChannelHandler.Responder = { request, writer, _ in
        let (status, text) = try await Self.answer(request)
        let head = HTTPResponse(status: status, headerFields: [.contentLength: "\(text.utf8.count)"])
        try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private static func answer(_ request: Request) async throws -> (HTTPResponse.Status, String) {
        switch request.uri.path {
        case "/hello": return (.ok, "hello")
        case "/early": return (.ok, "early")
        case "/large": return (.ok, String(repeating: "x", count: 32 << 20))
        case "/body":
            do {
                return (.ok, "\(try await request.body.collect(upTo: 1_000).readableBytes)")
            } catch is NIOTooManyBytesError {
                return (.contentTooLarge, "too large")
            }
        default: return (.notFound, "nothing here")
        }
    }
}
