// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import NIOPosix
import SwitchboardTesting
import WebSockets

/// A client of the simulated Deepgram that writes everything down.
final class DeepgramProbe: WebSocketDelegate {
    enum Event: Sendable {
        case message(String)
        case binary([UInt8])
        case closed(WebSocketClosure)
    }

    private let events: AsyncStream<Event>.Continuation
    private let opened: EventLoopPromise<NIOLoopBound<WebSocketConnection>>

    init(_ events: AsyncStream<Event>.Continuation, _ opened: EventLoopPromise<NIOLoopBound<WebSocketConnection>>) {
        self.events = events
        self.opened = opened
    }

    func webSocketDidOpen(_ webSocket: WebSocketConnection) {
        self.opened.succeed(NIOLoopBound(webSocket, eventLoop: webSocket.eventLoop))
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) {
        self.events.yield(.message(text.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }))
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) {
        self.events.yield(.binary(bytes.withUnsafeBytes { Array($0) }))
    }

    func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {
        self.events.yield(.closed(closure))
        self.events.finish()
    }
}

/// One WebSocket of a test to the simulated Deepgram.
final class ProbeConnection: Sendable {
    private let socket: NIOLoopBound<WebSocketConnection>
    private let eventLoop: any EventLoop
    /// Everything that comes, in order.
    let events: AsyncStream<DeepgramProbe.Event>

    /// Throws the `WebSocketError` of a refusal.
    init(_ url: String, authorization: String?) async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        var headers = HTTPFields()
        headers[.authorization] = authorization
        var configuration = WebSocketClientConfiguration()
        configuration.connectTimeout = .seconds(50)
        configuration.upgradeTimeout = .seconds(50)
        configuration.webSocket.limits = WebSocketLimits(
            maxMessageSize: 1 << 25,
            maxFrameSize: 1 << 25,
            maxFragments: 64
        )
        let (events, continuation) = AsyncStream<DeepgramProbe.Event>.makeStream()
        let opened = eventLoop.makePromise(of: NIOLoopBound<WebSocketConnection>.self)
        let connecting = WebSocketClient.connect(
            to: url,
            headers: headers,
            configuration: configuration,
            on: eventLoop
        ) { _ in DeepgramProbe(continuation, opened) }
        connecting.cascadeFailure(to: opened)
        self.socket = try await opened.futureResult.get()
        self.eventLoop = eventLoop
        self.events = events
    }

    func send(_ text: String) async throws {
        try await self.eventLoop.submit { _ = self.socket.value.sendText(text) }.get()
    }

    func send(audio: [UInt8]) async throws {
        try await self.eventLoop.submit { _ = self.socket.value.sendBinary(ByteBuffer(bytes: audio)) }.get()
    }

    func send(_ numbers: ClosedRange<Int>) async throws {
        try await self.send(audio: NumberedSpeech.audio(numbers))
    }

    var queuedBytes: Int {
        get async throws { try await self.eventLoop.submit { self.socket.value.queuedBytes }.get() }
    }

    func abandon() async throws {
        try await self.eventLoop.submit { self.socket.value.channel.close(promise: nil) }.get()
    }

    func close() async throws {
        try await self.eventLoop.submit { self.socket.value.close() }.get()
    }

    /// Reads to the end: the messages, and how it ended.
    func rest() async throws -> (messages: [WireMessage], closure: WebSocketClosure?) {
        var messages: [WireMessage] = []
        for await event in self.events {
            switch event {
            case .message(let text): messages.append(try WireMessage(text))
            case .binary: break
            case .closed(let closure): return (messages, closure)
            }
        }
        return (messages, nil)
    }

    /// Reads until a message like this has come.
    func first(where isWanted: (WireMessage) -> Bool) async throws -> WireMessage? {
        for await event in self.events {
            guard case .message(let text) = event else { continue }
            let message = try WireMessage(text)
            if isWanted(message) { return message }
        }
        return nil
    }
}

/// A simulated Deepgram for a test, which is stopped after it.
func withDeepgram<Result>(
    faults: String = "",
    speechFaults: String = "",
    hearing: SimulatedHearing = .numbered,
    adjust: (inout DeepgramServiceSettings) -> Void = { _ in },
    _ body: (SimulatedDeepgram) async throws -> Result
) async throws -> Result {
    var settings = DeepgramServiceSettings()
    // Real time, but for what tests wait for.
    settings.engine.latency = .milliseconds(5)
    settings.engine.jitter = .zero
    settings.engine.pace = 100
    settings.engine.burst = .seconds(5)
    // A busy machine is no idle client.
    settings.engine.idleLimit = .seconds(600)
    settings.engine.firstAudioLimit = .seconds(600)
    settings.speechLatency = .milliseconds(5)
    settings.speechPace = 100
    adjust(&settings)
    let deepgram = try await SimulatedDeepgram.start(
        on: MultiThreadedEventLoopGroup.singleton,
        settings: settings,
        faults: try DeepgramFault.list(parsing: faults),
        hearing: hearing
    )
    deepgram.set(speechFaults: try DeepgramFault.list(parsing: speechFaults))
    do {
        let result = try await body(deepgram)
        try await deepgram.stop()
        return result
    } catch {
        try await deepgram.stop()
        throw error
    }
}

extension SimulatedDeepgram {
    func connect(_ target: String = EngineLine.target) async throws -> ProbeConnection {
        try await ProbeConnection(self.url + target, authorization: "Token \(self.credential)")
    }
}
