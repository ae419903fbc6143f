// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The life of one WebSocket: open, closing, closed; who closes, who waits for whom, and when a silent peer is dead.
///
/// A pure value. What happens goes in, with the event loop's time where time matters; what is to be done comes out, and
/// the connection does it. No clock, no channel: every order of events can be tried in a test.
struct WebSocketStateMachine: Sendable {
    enum State: Hashable, Sendable {
        case open
        /// We sent a close frame and wait for the peer's; data that still arrives is dropped.
        case closing(WebSocketClosure)
        /// Both close frames are sent, or the peer broke the protocol. Nothing is read or sent any more; the transport
        /// goes down when the peer hangs up, or at the deadline.
        case lingering
        case closed
    }

    enum Action: Hashable, Sendable {
        case none
        case sendPing
        /// Send a close frame and go on reading until the peer's close frame.
        case sendClose(WebSocketCloseCode?, reason: String)
        /// Tell the delegate, after sending a close frame if there is one, and bring the transport down.
        case end(WebSocketClosure, closeFrame: CloseFrame?, transport: Transport)
        /// Bring the transport down; the delegate knows already.
        case closeTransport
    }

    struct CloseFrame: Hashable, Sendable {
        var code: WebSocketCloseCode?
        var reason: String
    }

    enum Transport: Hashable, Sendable {
        /// Close as soon as everything is written.
        case close
        /// End our side only and wait for the peer to end its own, so that no reset destroys our close frame.
        case linger
        /// Wait for the peer to end the connection.
        case wait
    }

    let role: WebSocketRole
    private let pingInterval: TimeAmount?
    private let maxMissedPongs: Int
    private let closeTimeout: TimeAmount
    private let idleTimeout: TimeAmount?

    private(set) var state = State.open
    private var nextPing: NIODeadline?
    private var idleDeadline: NIODeadline?
    private var closeDeadline: NIODeadline?
    private var missedPongs = 0
    /// Whether anything arrived since the last ping, and whether a message arrived since the idle timer was set. Flags,
    /// so that the hot path reads no clock.
    private var heardFromPeer = false
    private var receivedMessage = false

    init(role: WebSocketRole, configuration: WebSocketConfiguration, now: NIODeadline) {
        self.role = role
        self.pingInterval = configuration.pingInterval.map { TimeAmount($0) }
        self.maxMissedPongs = configuration.maxMissedPongs
        self.closeTimeout = TimeAmount(configuration.closeTimeout)
        self.idleTimeout = configuration.idleTimeout.map { TimeAmount($0) }
        self.nextPing = self.pingInterval.map { now + $0 }
        self.idleDeadline = self.idleTimeout.map { now + $0 }
    }

    /// Messages are handed to the delegate and may be sent.
    var isOpen: Bool { self.state == .open }

    /// Whether frames are still worth decoding.
    var isReading: Bool {
        switch self.state {
        case .open, .closing: true
        case .lingering, .closed: false
        }
    }

    /// When ``timerFired(now:isReadingPaused:)`` wants to be called next.
    var nextDeadline: NIODeadline? {
        switch self.state {
        case .open: [self.nextPing, self.idleDeadline].compactMap(\.self).min()
        case .closing, .lingering: self.closeDeadline
        case .closed: nil
        }
    }

    /// Bytes arrived: the peer lives.
    @inline(__always)
    mutating func received() {
        self.heardFromPeer = true
    }

    /// A whole text or binary message arrived; `true` when it is for the delegate.
    @inline(__always)
    mutating func receivedDataMessage() -> Bool {
        self.receivedMessage = true
        return self.isOpen
    }

    /// A ping arrived; `true` when it is to be answered.
    func shouldAnswerPing() -> Bool { self.isOpen }

    /// The peer's close frame arrived.
    mutating func receivedClose(
        _ code: WebSocketCloseCode?,
        reason: String,
        now: NIODeadline
    ) -> Action {
        switch self.state {
        case .open:
            let closure = WebSocketClosure(code: code, reason: reason, initiator: .peer)
            return self.finish(closure, closeFrame: CloseFrame(code: code, reason: ""), now: now)
        case .closing(let closure):
            return self.finish(closure, closeFrame: nil, now: now)
        case .lingering, .closed:
            return .none
        }
    }

    /// Our side wants to close.
    mutating func close(_ code: WebSocketCloseCode?, reason: String, now: NIODeadline) -> Action {
        guard self.state == .open else { return .none }
        self.state = .closing(WebSocketClosure(code: code, reason: reason, initiator: .local))
        self.closeDeadline = now + self.closeTimeout
        return .sendClose(code, reason: reason)
    }

    /// The peer broke a rule or a limit.
    mutating func violated(_ violation: WebSocketViolation, now: NIODeadline) -> Action {
        let error = WebSocketError(.protocolViolation, violation.explanation)
        switch self.state {
        case .open:
            let closure = WebSocketClosure(
                code: violation.closeCode,
                reason: violation.explanation,
                initiator: .local,
                error: error
            )
            self.state = .lingering
            self.closeDeadline = now + self.closeTimeout
            let frame = CloseFrame(code: violation.closeCode, reason: violation.explanation)
            return .end(closure, closeFrame: frame, transport: .linger)
        case .closing(var closure):
            // Our close frame is sent already, and a second one must not follow it.
            closure.error = error
            self.state = .lingering
            self.closeDeadline = now + self.closeTimeout
            return .end(closure, closeFrame: nil, transport: .linger)
        case .lingering, .closed:
            return .none
        }
    }

    /// The peer ended its side of the TCP connection, or the connection is gone.
    mutating func transportEnded(_ error: WebSocketError?) -> Action {
        switch self.state {
        case .open:
            self.state = .closed
            let error = error ?? WebSocketError(.connectionLost, "the connection ended without a close frame")
            return .end(
                WebSocketClosure(code: nil, reason: "", initiator: .transport, error: error),
                closeFrame: nil,
                transport: .close
            )
        case .closing(var closure):
            self.state = .closed
            closure.error = error ?? WebSocketError(.connectionLost, "the peer did not answer our close frame")
            return .end(closure, closeFrame: nil, transport: .close)
        case .lingering:
            self.state = .closed
            return .closeTransport
        case .closed:
            return .none
        }
    }

    /// The time of ``nextDeadline`` has come. A peer we do not read from is not judged by its pongs.
    mutating func timerFired(now: NIODeadline, isReadingPaused: Bool) -> Action {
        switch self.state {
        case .open:
            if let deadline = self.idleDeadline, deadline <= now, let action = self.idleTimerFired(now) {
                return action
            }
            if let deadline = self.nextPing, deadline <= now {
                return self.pingTimerFired(now, isReadingPaused)
            }
            return .none
        case .closing(var closure):
            guard let deadline = self.closeDeadline, deadline <= now else { return .none }
            self.state = .closed
            closure.error = WebSocketError(.timedOut, "the peer did not answer our close frame in time")
            return .end(closure, closeFrame: nil, transport: .close)
        case .lingering:
            guard let deadline = self.closeDeadline, deadline <= now else { return .none }
            self.state = .closed
            return .closeTransport
        case .closed:
            return .none
        }
    }

    private mutating func pingTimerFired(_ now: NIODeadline, _ isReadingPaused: Bool) -> Action {
        self.nextPing = self.pingInterval.map { now + $0 }
        if self.heardFromPeer || isReadingPaused { self.missedPongs = 0 }
        self.heardFromPeer = false
        guard self.missedPongs < self.maxMissedPongs else {
            self.state = .closed
            let error = WebSocketError(.timedOut, "the peer answered none of \(self.missedPongs) pings")
            return .end(
                WebSocketClosure(code: nil, reason: "", initiator: .transport, error: error),
                closeFrame: nil,
                transport: .close
            )
        }
        self.missedPongs += 1
        return .sendPing
    }

    private mutating func idleTimerFired(_ now: NIODeadline) -> Action? {
        self.idleDeadline = self.idleTimeout.map { now + $0 }
        guard !self.receivedMessage else {
            self.receivedMessage = false
            return nil
        }
        return self.close(.goingAway, reason: "idle", now: now)
    }

    /// RFC 6455 section 7.1.1: the server ends the TCP connection first; a client waits for it, but not for ever.
    private mutating func finish(
        _ closure: WebSocketClosure,
        closeFrame: CloseFrame?,
        now: NIODeadline
    ) -> Action {
        self.closeDeadline = now + self.closeTimeout
        switch self.role {
        case .server:
            self.state = .lingering
            return .end(closure, closeFrame: closeFrame, transport: .close)
        case .client:
            self.state = .lingering
            return .end(closure, closeFrame: closeFrame, transport: .wait)
        }
    }
}
