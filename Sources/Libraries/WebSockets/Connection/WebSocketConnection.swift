// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes
public import NIOCore

/// One WebSocket (RFC 6455), on the server's or the client's side, as its event loop sees it.
///
/// `WebSockets` adds WebSockets to a Hummingbird server, on the same port as HTTP, and connects to others as a client.
/// There are two faces. This one, a delegate on the event loop, is for hot paths: nothing is copied, allocated or awaited
/// per message. The other, ``WebSocketInbound`` and ``WebSocketOutbound``, is an `AsyncSequence` for everybody else.
/// ```swift
/// final class Echo: WebSocketDelegate {
///     func webSocketDidOpen(_ webSocket: WebSocketConnection) {}
///     func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) { webSocket.sendText(text) }
///     func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) { webSocket.sendBinary(bytes) }
///     func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {}
/// }
///
/// let app = Application(
///     router: router,
///     server: .http1WebSocket { request in
///         request.path == "/echo" ? .upgrade { _ in Echo() } : .notWebSocket
///     }
/// )
/// ```
/// Every member except ``channel`` and ``eventLoop`` must be used on ``eventLoop``. Messages sent inside a callback leave
/// together when the read is worked off; outside, each leaves at once unless ``batch(_:)`` gathers them.
public final class WebSocketConnection {
    /// The TCP or TLS channel below.
    public let channel: any Channel
    /// Where this connection lives.
    public let eventLoop: any EventLoop
    /// Which end we are.
    public let role: WebSocketRole
    /// The settings it was made with.
    public let configuration: WebSocketConfiguration
    /// The header fields of the server's 101, as a client got them; empty at the server's end.
    public internal(set) var responseHeaders = HTTPFields()
    /// `false` while the peer takes less than we send. Sending still works until the outbound queue is full.
    public internal(set) var isWritable = true
    /// How many messages were dropped because the outbound queue was full.
    public internal(set) var droppedMessages = 0
    /// Whether ``pauseReading()`` is in force.
    public internal(set) var isReadingPaused = false

    /// `false` from the moment the first close frame is sent or received.
    public var isOpen: Bool { self.machine.isOpen }

    var delegate: (any WebSocketDelegate)?
    var machine: WebSocketStateMachine
    var decoder: WebSocketDecoder
    var maskKeys: WebSocketMaskKeys?
    var context: ChannelHandlerContext?
    /// Frames that leave with the next flush.
    var outbound = ByteBuffer()
    /// Above 0, sending does not flush: inside a read cycle and inside `batch`.
    var batchDepth = 0
    var isInReadCycle = false
    /// Something was written to the channel without a flush.
    var hasUnflushedWrites = false
    /// A read that was due while reading was paused.
    var hasDeferredRead = false
    var timer: NIOScheduledCallback?
    var timerDeadline: NIODeadline?

    init(
        role: WebSocketRole,
        channel: any Channel,
        configuration: WebSocketConfiguration,
        delegate: any WebSocketDelegate,
        maskKeys: WebSocketMaskKeys?
    ) {
        self.role = role
        self.channel = channel
        self.eventLoop = channel.eventLoop
        self.configuration = configuration
        self.delegate = delegate
        self.maskKeys = maskKeys
        self.machine = WebSocketStateMachine(role: role, configuration: configuration, now: channel.eventLoop.now)
        self.decoder = WebSocketDecoder(role: role, limits: configuration.limits)
    }

    /// Closes with a close frame and waits up to `closeTimeout` for the peer's; the delegate hears `didClose` then.
    ///
    /// What was sent before leaves first. Of `reason`, 123 bytes of UTF-8 are sent. A code that must not stand in a
    /// frame is replaced by 1011. Does nothing when the connection is closing already.
    public func close(_ code: WebSocketCloseCode = .normalClosure, reason: String = "") {
        self.eventLoop.assertInEventLoop()
        let code = code.isAllowedOnTheWire ? code : .internalError
        self.perform(self.machine.close(code, reason: reason, now: self.eventLoop.now))
    }

    /// Stops reading from the socket: TCP then slows the peer down. The rest of a read in progress is still delivered.
    public func pauseReading() {
        self.eventLoop.assertInEventLoop()
        self.isReadingPaused = true
    }

    /// Goes on reading.
    public func resumeReading() {
        self.eventLoop.assertInEventLoop()
        self.isReadingPaused = false
        guard self.hasDeferredRead else { return }
        self.hasDeferredRead = false
        self.context?.read()
    }

    /// A read is worked off: asks for the next, now or when reading goes on.
    func readOn() {
        if self.isReadingPaused {
            self.hasDeferredRead = true
        } else {
            self.context?.read()
        }
    }
}

@available(*, unavailable)
extension WebSocketConnection: Sendable {}
