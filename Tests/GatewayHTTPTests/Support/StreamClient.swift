// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import NIOPosix
import Synchronization
import Twilio
import WebSockets

@testable import GatewayHTTP

/// Twilio's end of a media stream, in the hands of a test.
final class StreamClient: Sendable {
    /// How the stream ended.
    struct Ending: Sendable {
        let code: Int?
        let messages: [String]
    }

    private final class Delegate: WebSocketDelegate {
        private var messages: [String] = []
        private let client: StreamClient

        init(_ client: StreamClient) {
            self.client = client
        }

        func webSocketDidOpen(_ webSocket: WebSocketConnection) {
            self.client.connection.withLock { $0 = NIOLoopBound(webSocket, eventLoop: webSocket.eventLoop) }
        }

        func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) {
            let text = text.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
            self.messages.append(text)
            self.client.received.continuation.yield(text)
        }

        func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) {}

        func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {
            self.client.received.continuation.finish()
            self.client.ended.succeed(
                Ending(code: closure.code.map { Int($0.rawValue) }, messages: self.messages)
            )
        }
    }

    private let connection = Mutex<NIOLoopBound<WebSocketConnection>?>(nil)
    private let eventLoop: any EventLoop
    private let ended: EventLoopPromise<Ending>
    private let received = AsyncStream.makeStream(of: String.self)

    private init() {
        self.eventLoop = MultiThreadedEventLoopGroup.singleton.any()
        self.ended = self.eventLoop.makePromise(of: Ending.self)
    }

    /// Opens the stream as Twilio does; fails with the server's refusal otherwise.
    static func open(
        _ token: String,
        on gateway: TestGateway,
        signature: String? = nil,
        isSigned: Bool = true,
        at path: String = GatewayPath.stream
    ) async throws -> StreamClient {
        let client = StreamClient()
        let target = path + token
        var headers: HTTPFields = [:]
        if isSigned {
            headers[.init(RequestSignature.headerName)!] =
                signature ?? TestGateway.sign(target, [:], base: "wss://voice.example.com")
        }
        do {
            try await WebSocketClient.connect(
                to: "ws://127.0.0.1:\(gateway.port)\(target)",
                headers: headers,
                configuration: .init(webSocket: .init(maxOutboundQueue: 4 << 20)),
                on: client.eventLoop
            ) { _ in Delegate(client) }.get()
        } catch {
            client.ended.fail(error)
            throw error
        }
        return client
    }

    /// Opens a stream and begins it, for a new call.
    static func begin(
        _ call: CallSID,
        stream: StreamSID = .random(),
        on gateway: TestGateway
    ) async throws -> StreamClient {
        let client = try await self.open(try await gateway.call(call), on: gateway)
        try await client.send(.connected(.init()))
        try await client.send(.start(self.start(call, stream: stream)))
        return client
    }

    static func start(_ call: CallSID, stream: StreamSID) -> MediaStreamMessage.Start {
        .init(streamSID: stream.description, accountSID: TestGateway.account, callSID: call.description)
    }

    static func stop(_ stream: StreamSID) -> MediaStreamMessage {
        .stop(.init(streamSID: stream.description, sequenceNumber: 99, accountSID: nil, callSID: nil))
    }

    static func media(_ stream: StreamSID, _ chunk: Int64, byte: UInt8 = 0xFF) -> MediaStreamMessage {
        .media(
            .init(
                streamSID: stream.description,
                sequenceNumber: chunk + 1,
                chunk: chunk,
                timestampMilliseconds: (chunk - 1) * 20,
                payload: [UInt8](repeating: byte, count: 160)
            )
        )
    }

    func send(_ message: MediaStreamMessage) async throws {
        try await self.perform { $0.sendText(ByteBuffer(bytes: message.encoded)) }
    }

    func send(text: String) async throws {
        try await self.perform { $0.sendText(text) }
    }

    func send(binary: [UInt8]) async throws {
        try await self.perform { $0.sendBinary(ByteBuffer(bytes: binary)) }
    }

    /// Sends a text message whose bytes need not be text.
    func send(rawText bytes: [UInt8]) async throws {
        try await self.perform { $0.sendText(ByteBuffer(bytes: bytes)) }
    }

    func close() async throws {
        try await self.perform { $0.close() }
    }

    /// Cuts the line without a word.
    func drop() async throws {
        try await self.perform { $0.channel.close(promise: nil) }
    }

    /// The server's messages, one by one; ends with the stream.
    var messages: AsyncStream<String> { self.received.stream }

    /// How it ended, once it has.
    var ending: Ending {
        get async throws { try await self.ended.futureResult.get() }
    }

    private func perform(_ body: @escaping @Sendable (WebSocketConnection) -> Void) async throws {
        try await self.eventLoop.submit {
            if let connection = self.connection.withLock({ $0 }) { body(connection.value) }
        }.get()
    }
}
