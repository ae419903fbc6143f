// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Resilience

/// One dial through a ``GuardedDialler``, and the connection that comes of it: it has a place in the account as long as
/// the connection below lives.
final class GuardedLink {
    private enum State {
        /// Waits for a place.
        case queued(id: Int)
        /// Has a place and waits for its turn.
        case paced
        case dialling((any ListenDialling)?, CircuitPermit)
        case open
        /// Its owner has gone; what is left is drained.
        case draining
        case over
    }

    private let dialler: GuardedDialler
    private let parameters: ListenParameters
    private let trace: TraceContext?
    private let eventLoop: any EventLoop
    private let isForCall: Bool
    private var owner: (any ListenLinkOwner)?
    private var state = State.over
    private var link: (any ListenLink)?
    private var isEnding = false
    private var timer: Scheduled<Void>?
    private var hasWaited = false
    private let asked: NIODeadline
    private var dialled: NIODeadline

    init(
        _ dialler: GuardedDialler,
        _ parameters: ListenParameters,
        _ trace: TraceContext?,
        eventLoop: any EventLoop,
        owner: any ListenLinkOwner,
        isForCall: Bool
    ) {
        self.dialler = dialler
        self.parameters = parameters
        self.trace = trace
        self.eventLoop = eventLoop
        self.owner = owner
        self.isForCall = isForCall
        self.asked = eventLoop.now
        self.dialled = self.asked
    }

    func start() {
        // A circuit that is open is no reason to wait for a place.
        let circuit = self.dialler.circuit.snapshot
        if circuit.state == .open, let wait = circuit.retryAfter, wait > .zero {
            return self.refuse(Self.circuitOpen(wait))
        }
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        let entry = self.dialler.takePlace(isForCall: self.isForCall) {
            bound.eventLoop.execute { bound.value.gotPlace() }
        }
        switch entry {
        case .taken: self.takeTurn()
        case .full: self.refuse(Self.overloaded)
        case .waiting(let id):
            self.state = .queued(id: id)
            self.schedule(in: self.dialler.configuration.longestWait) { $0.waitedTooLong() }
        }
    }

    private func waitedTooLong() {
        guard case .queued(let id) = self.state, self.dialler.leaveQueue(id) else { return }
        self.refuse(Self.overloaded)
    }

    private func gotPlace() {
        guard case .queued = self.state else { return self.dialler.leavePlace() }
        self.timer?.cancel()
        self.takeTurn()
    }

    private func takeTurn() {
        guard let wait = self.dialler.takeTurn(isForCall: self.isForCall) else {
            self.dialler.leavePlace()
            return self.refuse(Self.overloaded)
        }
        self.state = .paced
        guard wait > .zero else { return self.dial() }
        self.schedule(in: wait) { $0.dial() }
    }

    private func dial() {
        let now = self.eventLoop.now
        if self.hasWaited { self.dialler.onEvent(.waited(for: .nanoseconds((now - self.asked).nanoseconds))) }
        do throws(ResilienceError) {
            let permit = try self.dialler.circuit.admit()
            guard self.isForCall || !permit.isProbe else {
                self.dialler.circuit.withdraw(permit)
                self.dialler.leavePlace()
                return self.refuse(Self.circuitOpen(.seconds(1)))
            }
            self.dialled = now
            self.state = .dialling(nil, permit)
            self.dialler.onEvent(.dialled)
            let dialling = self.dialler.base.dial(self.parameters, in: self.trace, on: self.eventLoop, for: self)
            self.state = .dialling(dialling, permit)
        } catch {
            self.dialler.leavePlace()
            self.refuse(Self.circuitOpen(error.retryAfter ?? .seconds(1)))
        }
    }

    /// Nothing was tried. The owner hears of it after `dial` has returned.
    private func refuse(_ error: DeepgramError) {
        self.state = .over
        self.dialler.onEvent(.refused(error.code))
        self.eventLoop.assumeIsolated().execute {
            let owner = self.owner
            self.owner = nil
            owner?.linkFailed(error)
        }
    }

    private func schedule(in time: Duration, _ body: @escaping (GuardedLink) -> Void) {
        self.hasWaited = true
        self.timer = self.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) { body(self) }
    }

    private static let overloaded = DeepgramError(
        .overloaded,
        "All connections of the account are in use, and as many wait as may. Raise the limit if the account has more.",
        retryAfter: .seconds(1)
    )

    private static func circuitOpen(_ wait: Duration) -> DeepgramError {
        DeepgramError(.circuitOpen, "Deepgram failed just now and is not asked again yet.", retryAfter: wait)
    }
}

extension GuardedLink: ListenDialling {
    func cancel() {
        self.owner = nil
        switch self.state {
        case .queued(let id):
            self.timer?.cancel()
            self.state = .over
            // If the place was given in this moment, `gotPlace` gives it on.
            _ = self.dialler.leaveQueue(id)
        case .paced:
            self.timer?.cancel()
            self.state = .over
            self.dialler.leavePlace()
        case .dialling(let dialling, let permit):
            self.state = .over
            dialling?.cancel()
            self.dialler.circuit.withdraw(permit)
            self.dialler.leavePlace()
        case .open, .draining, .over:
            break
        }
    }
}

extension GuardedLink: ListenLinkOwner {
    func linkOpened(_ link: any ListenLink) {
        guard case .dialling(_, let permit) = self.state else { return link.abandon() }
        self.state = .open
        self.link = link
        self.dialler.learn(permit)
        self.dialler.onEvent(.opened(after: .nanoseconds((self.eventLoop.now - self.dialled).nanoseconds)))
        self.owner?.linkOpened(self)
    }

    func linkFailed(_ error: DeepgramError) {
        guard case .dialling(_, let permit) = self.state else { return }
        self.state = .over
        self.dialler.learn(permit, error)
        self.dialler.leavePlace()
        self.dialler.onEvent(.failed(error.code))
        let owner = self.owner
        self.owner = nil
        owner?.linkFailed(error)
    }

    func link(_ link: any ListenLink, received message: ListenMessage) {
        self.owner?.link(self, received: message)
    }

    func link(_ link: any ListenLink, ignored reason: String) {
        self.owner?.link(self, ignored: reason)
    }

    func link(_ link: any ListenLink, ended error: DeepgramError?) {
        self.state = .over
        self.dialler.leavePlace()
        let owner = self.owner
        self.owner = nil
        owner?.link(self, ended: error)
    }
}

extension GuardedLink: ListenLink {
    var requestID: String? { self.link?.requestID }
    var fedSamples: Int { self.link?.fedSamples ?? 0 }
    var queuedBytes: Int { self.link?.queuedBytes ?? 0 }

    func sendAudio(_ write: (inout ByteBuffer) -> Void) -> Bool {
        self.link?.sendAudio(write) ?? false
    }

    @discardableResult
    func send(_ command: ListenCommand) -> Bool {
        let isSent = self.link?.send(command) ?? false
        if isSent, command == .closeStream { self.isEnding = true }
        return isSent
    }

    func abandon() {
        self.owner = nil
        switch self.state {
        case .open, .draining:
            self.state = .over
            self.link?.abandon()
            self.dialler.leavePlace()
        default: break
        }
    }

    func giveBack() {
        guard case .open = self.state else { return }
        self.owner = nil
        // The place is free when the connection has ended, which it does within its `drainTimeout`.
        self.state = .draining
        if !self.isEnding, !self.send(.closeStream) { self.abandon() }
    }
}
