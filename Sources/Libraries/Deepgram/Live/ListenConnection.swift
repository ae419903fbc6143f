// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import WebSockets

/// One WebSocket to `/v1/listen` or `/v2/listen`, from the first SYN to the last byte, on the event loop of its call.
///
/// It holds its owner until it has failed or ended, or was given up: each of these comes, because everything that is
/// waited for has a deadline.
final class ListenConnection: ListenLink, ListenDialling {
    let eventLoop: any EventLoop
    let parameters: ListenParameters
    let configuration: ListenClientConfiguration
    let host: String
    let decoder: ListenMessageDecoder
    var machine: ListenLinkMachine
    /// `nil` when nothing is delivered any more.
    var owner: (any ListenLinkOwner)?
    var webSocket: WebSocketConnection?
    /// The attempts to connect, one for each address of the name.
    private var channels: [any Channel] = []
    var timer: NIOScheduledCallback?
    var timerDeadline: NIODeadline?
    private(set) var requestID: String?
    private(set) var fedSamples = 0

    init(
        _ parameters: ListenParameters,
        configuration: ListenClientConfiguration,
        host: String,
        eventLoop: any EventLoop,
        owner: any ListenLinkOwner
    ) {
        self.parameters = parameters
        self.configuration = configuration
        self.host = host
        self.eventLoop = eventLoop
        self.owner = owner
        self.decoder = ListenMessageDecoder(maximumBytes: configuration.maxMessageSize)
        self.machine = ListenLinkMachine(configuration, isFlux: parameters.isFlux)
    }

    // MARK: Dialling

    func dial(_ url: String, _ headers: HTTPFields, _ settings: WebSocketClientConfiguration) {
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        WebSocketClient.connect(
            to: url,
            headers: headers,
            configuration: settings,
            on: self.eventLoop,
            prepare: { try bound.value.prepare($0) },
            delegate: self
        )
        .assumeIsolated()
        .whenFailure { error in
            // A URL that is none fails at once, and the owner must not hear of it before `dial` has returned.
            bound.value.eventLoop.assumeIsolated().execute { bound.value.dialFailed(error) }
        }
    }

    private func prepare(_ channel: any Channel) throws {
        guard self.machine.state == .opening else { throw CancellationError() }
        self.channels.append(channel)
        guard let options = channel.syncOptions else { return }
        try options.setOption(.socketOption(.so_sndbuf), value: .init(self.configuration.sendBufferSize))
        #if os(Linux)
        // linux/tcp.h; there is no name for it in NIO.
        let userTimeout = ChannelOptions.Types.SocketOption(level: .tcp, name: .init(rawValue: 18))
        let milliseconds = self.configuration.unacknowledgedTimeout / .milliseconds(1)
        try options.setOption(userTimeout, value: .init(min(max(1, milliseconds), 3_600_000)))
        #endif
    }

    private func dialFailed(_ error: any Error) {
        guard self.machine.state == .opening else { return }
        self.fail(.dialFailed(error, host: self.host))
    }

    func cancel() {
        guard self.machine.state == .opening || self.machine.state == .greeting else { return }
        self.owner = nil
        self.close()
    }

    // MARK: What its user sees

    var queuedBytes: Int { self.webSocket?.queuedBytes ?? 0 }

    @inline(__always)
    func sendAudio(_ write: (inout ByteBuffer) -> Void) -> Bool {
        guard self.machine.isOpen, let webSocket = self.webSocket else { return false }
        var count = 0
        // An empty binary message would end the stream.
        let result = webSocket.sendBinaryUnlessEmpty { buffer in
            let start = buffer.readableBytes
            write(&buffer)
            count = buffer.readableBytes - start
        }
        guard result == .sent else { return false }
        guard count > 0 else { return true }
        self.fedSamples += count
        if self.machine.fed(at: self.eventLoop.now) { self.setTimer() }
        return true
    }

    @discardableResult
    func send(_ command: ListenCommand) -> Bool {
        guard self.machine.isOpen, let webSocket = self.webSocket else { return false }
        if command == .keepAlive, !self.machine.mayKeepAlive { return false }
        guard webSocket.sendText({ command.write(into: &$0) }) == .sent else { return false }
        let now = self.eventLoop.now
        if command == .closeStream { self.machine.ending(at: now) }
        _ = command == .keepAlive ? self.machine.fed(at: now) : self.machine.sent(at: now)
        self.setTimer()
        return true
    }

    func abandon() {
        self.owner = nil
        self.close()
    }

    func giveBack() {
        self.owner = nil
        if self.machine.state != .ending, !self.send(.closeStream) { self.close() }
    }

    // MARK: Its course

    func upgraded(_ webSocket: WebSocketConnection) {
        guard self.machine.state == .opening else {
            webSocket.channel.close(promise: nil)
            return
        }
        self.webSocket = webSocket
        self.channels = []
        self.requestID = webSocket.responseHeaders.deepgramRequestID
        self.machine.upgraded(at: self.eventLoop.now, awaitsGreeting: self.parameters.isFlux)
        self.setTimer()
        if self.machine.isOpen { self.owner?.linkOpened(self) }
    }

    func greeted(_ requestID: String?) {
        self.machine.greeted()
        if self.requestID == nil { self.requestID = requestID }
        self.owner?.linkOpened(self)
    }

    /// Before it was open.
    func fail(_ error: DeepgramError) {
        let owner = self.owner
        self.owner = nil
        self.close()
        owner?.linkFailed(error)
    }

    /// After it was open.
    func end(_ error: DeepgramError?) {
        let owner = self.owner
        self.owner = nil
        self.close()
        owner?.link(self, ended: error)
    }

    /// Brings the transport down at once.
    private func close() {
        self.machine.over()
        self.timer?.cancel()
        self.timer = nil
        for channel in self.channels { channel.close(promise: nil) }
        self.channels = []
        self.webSocket?.channel.close(promise: nil)
        self.webSocket = nil
    }
}
