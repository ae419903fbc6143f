// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// What one HTTP/1.1 connection may do next: deadlines, limits, one answer for each request, and when it is over.
///
/// A pure value. What is read, written and timed goes in with the event loop's time; what to do comes out.
struct HTTPEdgeStateMachine {
    enum Input: Equatable {
        /// Waiting for the first byte of a head.
        case idle
        case head(since: NIODeadline)
        case body(since: NIODeadline, received: Int, isDiscarded: Bool, discarded: Int)
        /// A whole upgrade request is here; its fate is not decided, and reading pauses.
        case upgrading(since: NIODeadline)
        /// Nothing more is read from this connection; what arrives is thrown away.
        case finished
    }

    enum Answer: Equatable {
        /// No request is waiting for an answer.
        case none
        /// This many requests were handed on and have no answer yet, the current one included.
        case pending(Int, hasStarted: Bool)
    }

    enum Ending: Equatable {
        /// Goes on.
        case keepAlive
        /// Closes when the pending answers are written.
        case afterAnswers
        /// Our side is closed, or closes as soon as everything is written.
        case lingering(since: NIODeadline)
    }

    enum Action: Equatable {
        case none
        /// Answer this ourselves, then close. Only ever given once.
        case refuse(HTTPEdgeRefusal.Reason, status: Int)
        /// End our side behind what is written, throw away what still comes, close after the linger time. With a reason
        /// it is a refusal that could not be answered any more.
        case linger(HTTPEdgeRefusal.Reason?)
        /// Close now.
        case close(HTTPEdgeRefusal.Reason?)
    }

    enum AnswerHead: Equatable {
        /// The request was refused, or cut, meanwhile: it has had its answer.
        case drop
        case write
        case writeWithConnectionClose
    }

    let configuration: HTTPEdgeConfiguration
    var input = Input.idle
    private(set) var answer = Answer.none
    private(set) var ending = Ending.keepAlive
    var idleSince: NIODeadline
    var blockedSince: NIODeadline?
    /// Refused while earlier answers were pending: given when they are done.
    private var deferredRefusal: (reason: HTTPEdgeRefusal.Reason, status: Int)?
    private var isQuiescing = false
    private var isLeaving = false

    init(configuration: HTTPEdgeConfiguration, now: NIODeadline) {
        self.configuration = configuration
        self.idleSince = now
    }

    /// Whether a request's head or body may still be handed on.
    var isAccepting: Bool {
        self.input != .finished && self.deferredRefusal == nil
    }

    var pendingAnswers: Int {
        if case .pending(let count, _) = self.answer { count } else { 0 }
    }

    // MARK: Reading

    mutating func receivedBytes(now: NIODeadline) {
        if self.input == .idle { self.input = .head(since: now) }
    }

    /// A head passed the rules; it is handed on.
    mutating func acceptedHead(now: NIODeadline, isKeepAlive: Bool) {
        self.input = .body(since: now, received: 0, isDiscarded: false, discarded: 0)
        switch self.answer {
        case .none: self.answer = .pending(1, hasStarted: false)
        case .pending(let count, let hasStarted): self.answer = .pending(count + 1, hasStarted: hasStarted)
        }
        if !isKeepAlive || self.isLeaving { self.ending = .afterAnswers }
    }

    mutating func receivedBody(_ count: Int, now: NIODeadline) -> Action {
        guard case .body(let since, var received, let isDiscarded, var discarded) = self.input else { return .none }
        received += count
        if isDiscarded { discarded += count }
        self.input = .body(since: since, received: received, isDiscarded: isDiscarded, discarded: discarded)
        if isDiscarded, discarded > self.configuration.maxDiscardedBody {
            return self.cut(.unreadBody, now: now)
        }
        if !isDiscarded, received > self.configuration.maxBodySize {
            return self.refuse(.bodyTooLarge, 413, now: now)
        }
        return .none
    }

    /// The request is whole.
    mutating func receivedEnd(now: NIODeadline) {
        guard case .body = self.input else { return }
        if self.ending == .keepAlive {
            self.input = .idle
            self.idleSince = now
        } else {
            // RFC 9112 section 9.6: nothing after a request that ends the connection is processed.
            self.input = .finished
        }
    }

    /// Refuses what is being read. Earlier requests get their answers first; one whose answer has begun gets no second.
    mutating func refuse(_ reason: HTTPEdgeRefusal.Reason, _ status: Int, now: NIODeadline) -> Action {
        guard self.isAccepting else { return .none }
        let isHandedOn = if case .body = self.input { true } else { false }
        self.input = .finished
        guard case .pending(let count, let hasStarted) = self.answer else {
            // An answered request whose body was still coming has had its answer.
            if isHandedOn { return self.cut(reason, now: now) }
            return self.give(reason, status)
        }
        self.ending = .afterAnswers
        if isHandedOn, count == 1 {
            if hasStarted { return self.cut(reason, now: now) }
            self.answer = .none
            return self.give(reason, status)
        }
        // With `isHandedOn` the last of the pending requests is the one refused: it must not be answered by its route.
        self.answer = .pending(isHandedOn ? count - 1 : count, hasStarted: hasStarted)
        self.deferredRefusal = (reason, status)
        return .none
    }

    private mutating func cut(_ reason: HTTPEdgeRefusal.Reason, now: NIODeadline) -> Action {
        self.input = .finished
        self.answer = .none
        self.ending = .lingering(since: now)
        return .linger(reason)
    }

    private mutating func give(_ reason: HTTPEdgeRefusal.Reason, _ status: Int) -> Action {
        self.deferredRefusal = nil
        self.ending = .afterAnswers
        return .refuse(reason, status: status)
    }

    /// The peer closed its sending side.
    mutating func inputClosed() -> Action {
        let wasIdle = self.input == .idle
        self.input = .finished
        guard self.ending == .keepAlive || self.ending == .afterAnswers else { return .close(nil) }
        self.ending = .afterAnswers
        if self.pendingAnswers > 0 { return .none }
        return .close(wasIdle ? nil : .malformed)
    }

    // MARK: Upgrades

    mutating func upgradeBegins(now: NIODeadline) {
        self.input = .upgrading(since: now)
    }

    /// The request becomes an ordinary one.
    mutating func upgradeBecomesRequest(now: NIODeadline, isKeepAlive: Bool) {
        self.acceptedHead(now: now, isKeepAlive: isKeepAlive)
    }

    /// The connection is no HTTP any more.
    mutating func upgraded() {
        self.input = .finished
    }

    /// We answered it ourselves and the connection goes on.
    mutating func upgradeWasRefused(now: NIODeadline, isKeepAlive: Bool) -> Action {
        self.idleSince = now
        guard isKeepAlive, !self.isQuiescing, !self.isLeaving, self.ending == .keepAlive else {
            self.input = .finished
            self.ending = .lingering(since: now)
            return .linger(nil)
        }
        self.input = .idle
        return .none
    }

    // MARK: Writing

    /// An answer's head is to go out.
    mutating func answerBegins(status: Int) -> AnswerHead {
        guard case .pending(let count, _) = self.answer else { return .drop }
        guard status >= 200 else { return .write }
        self.answer = .pending(count, hasStarted: true)
        // RFC 9110 section 15.5.14: a body that is too large is not worth reading to its end.
        if status == 413 { self.ending = .afterAnswers }
        let isLast = count == 1 && self.deferredRefusal == nil
        return status == 413 || (self.ending != .keepAlive && isLast) ? .writeWithConnectionClose : .write
    }

    /// An answer is whole.
    mutating func answerEnds(status: Int, now: NIODeadline) -> Action {
        guard case .pending(let count, _) = self.answer else { return .none }
        self.idleSince = now
        self.answer = count > 1 ? .pending(count - 1, hasStarted: false) : .none
        if status == 413 { return self.startLingering(now) }
        guard count == 1 else { return .none }
        if let (reason, status) = self.deferredRefusal { return self.give(reason, status) }
        if self.ending != .keepAlive { return self.startLingering(now) }
        if case .body(let since, let received, false, _) = self.input {
            self.input = .body(since: since, received: received, isDiscarded: true, discarded: 0)
        }
        return .none
    }

    /// Our own refusal is written, or the application is done with the connection.
    mutating func startLingering(_ now: NIODeadline) -> Action {
        if case .lingering = self.ending { return .none }
        self.input = .finished
        self.answer = .none
        self.ending = .lingering(since: now)
        return .linger(nil)
    }

    mutating func writabilityChanged(_ isWritable: Bool, now: NIODeadline) {
        self.blockedSince = isWritable ? nil : self.blockedSince ?? now
    }

    /// The server leaves its port. What is read or answered now, or else the next request, gets the last answer.
    mutating func leave() {
        self.isLeaving = true
        if self.pendingAnswers > 0, self.ending == .keepAlive { self.ending = .afterAnswers }
    }

    /// The server shuts down gracefully.
    mutating func quiesce() -> Action {
        self.isQuiescing = true
        if case .upgrading = self.input { return .none }
        if case .lingering = self.ending { return .none }
        self.ending = .afterAnswers
        guard self.pendingAnswers == 0, self.deferredRefusal == nil else { return .none }
        self.input = .finished
        return .close(nil)
    }
}
