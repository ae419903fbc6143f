// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The decisions of one connection: what may be sent, when it has to be kept alive, and when it has failed. A pure value:
/// time comes in, actions come out.
struct ListenLinkMachine: Sendable {
    enum State: Sendable, Hashable {
        /// TCP, TLS, upgrade.
        case opening
        /// Upgraded; Flux has not said `Connected` yet.
        case greeting
        case open
        /// `CloseStream` was sent: what is left comes, then the close.
        case ending
        case over
    }

    enum Action: Sendable, Hashable {
        case none
        case sendKeepAlive
        /// Find out when all that is queued now has been taken.
        case markWrites
        case end(DeepgramError)
    }

    private let keepAliveInterval: TimeAmount?
    private let greetingTimeout: TimeAmount
    private let drainTimeout: TimeAmount
    private let writeDeadline: TimeAmount
    private let checkInterval: TimeAmount

    private(set) var state = State.opening
    /// Of the state.
    private var deadline: NIODeadline?
    /// When audio or `KeepAlive` was sent last; `nil` before the first audio, when `KeepAlive` would not help.
    private var lastFed: NIODeadline?
    private var writeCheck: NIODeadline?
    /// Since when what was queued then has been waiting.
    private var writesMarked: NIODeadline?

    init(_ configuration: ListenClientConfiguration, isFlux: Bool) {
        self.keepAliveInterval = isFlux ? nil : TimeAmount(configuration.keepAliveInterval)
        self.greetingTimeout = TimeAmount(configuration.greetingTimeout)
        self.drainTimeout = TimeAmount(configuration.drainTimeout)
        self.writeDeadline = TimeAmount(configuration.writeDeadline)
        self.checkInterval = .nanoseconds(max(1_000_000, self.writeDeadline.nanoseconds / 4))
    }

    /// Audio and commands may be sent.
    var isOpen: Bool { self.state == .open }

    /// `KeepAlive` has an effect.
    var mayKeepAlive: Bool { self.isOpen && self.keepAliveInterval != nil && self.lastFed != nil }

    /// When ``timerFired(at:isQueueEmpty:)`` wants to be called.
    var nextDeadline: NIODeadline? {
        var next = self.deadline
        if let check = self.writeCheck { next = min(next ?? check, check) }
        if let keepAlive = self.keepAliveDue { next = min(next ?? keepAlive, keepAlive) }
        return next
    }

    private var keepAliveDue: NIODeadline? {
        guard self.isOpen, let interval = self.keepAliveInterval, let lastFed = self.lastFed else { return nil }
        return lastFed + interval
    }

    mutating func upgraded(at now: NIODeadline, awaitsGreeting: Bool) {
        self.state = awaitsGreeting ? .greeting : .open
        self.deadline = awaitsGreeting ? now + self.greetingTimeout : nil
    }

    mutating func greeted() {
        self.state = .open
        self.deadline = nil
    }

    /// Audio was sent. `true` when the timer has to be set anew.
    @inline(__always)
    mutating func fed(at now: NIODeadline) -> Bool {
        self.lastFed = now
        return self.sent(at: now)
    }

    /// Anything was sent. `true` when the timer has to be set anew.
    @inline(__always)
    mutating func sent(at now: NIODeadline) -> Bool {
        // Sending may have ended the connection.
        guard self.writeCheck == nil, self.state != .over else { return false }
        self.writeCheck = now + self.checkInterval
        return true
    }

    /// `CloseStream` was sent.
    mutating func ending(at now: NIODeadline) {
        self.state = .ending
        self.deadline = now + self.drainTimeout
    }

    /// All that was queued at the last ``Action/markWrites`` has been taken.
    mutating func writesTaken() {
        self.writesMarked = nil
    }

    mutating func over() {
        self.state = .over
        self.deadline = nil
        self.writeCheck = nil
    }

    /// Call it until there is nothing to do.
    mutating func timerFired(at now: NIODeadline, isQueueEmpty: Bool) -> Action {
        guard self.state != .over else { return .none }
        if let deadline = self.deadline, deadline <= now { return self.timedOut() }
        if let check = self.writeCheck, check <= now {
            let action = self.checkWrites(at: now, isQueueEmpty)
            if action != .none { return action }
        }
        if let due = self.keepAliveDue, due <= now {
            self.lastFed = now
            return .sendKeepAlive
        }
        return .none
    }

    private mutating func timedOut() -> Action {
        let isGreeting = self.state == .greeting
        self.over()
        return .end(
            isGreeting
                ? DeepgramError(.timedOut, "Deepgram upgraded the connection and did not say Connected in time.")
                : DeepgramError(.timedOut, "Deepgram did not close in time after CloseStream.")
        )
    }

    private mutating func checkWrites(at now: NIODeadline, _ isQueueEmpty: Bool) -> Action {
        guard !isQueueEmpty else {
            // The next thing that is sent starts the checks again.
            self.writesMarked = nil
            self.writeCheck = nil
            return .none
        }
        self.writeCheck = now + self.checkInterval
        guard let marked = self.writesMarked else {
            self.writesMarked = now
            return .markWrites
        }
        guard now - marked >= self.writeDeadline else { return .none }
        self.over()
        return .end(
            DeepgramError(.timedOut, "Deepgram takes no more data: the network or the service stands still. Redial.")
        )
    }
}
