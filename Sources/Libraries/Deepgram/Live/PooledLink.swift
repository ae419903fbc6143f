// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// A connection of a ``ListenPool``: first idle, then a call's, and with `reuse` idle again.
final class PooledLink {
    private enum State {
        case dialling((any ListenDialling)?)
        case idle
        /// Promised to its owner, who hears of it in a moment.
        case promised
        case used
        /// Ends with nobody to tell.
        case draining
        case over
    }

    /// 20 ms of mu-law silence.
    private static let silence = 160

    let shard: PoolShard
    let set: PooledParameters
    private var owner: (any ListenLinkOwner)?
    /// What the call it is promised to is part of, should it have to be dialled anew.
    private var trace: TraceContext?
    private var state = State.dialling(nil)
    private var link: (any ListenLink)?
    private var isEnding = false
    private var opened: NIODeadline
    private var ageTimer: Scheduled<Void>?
    /// It has served a call before.
    private var isReused = false
    /// What comes about audio before this is another call's; in seconds.
    private var base = 0.0

    init(_ shard: PoolShard, _ set: PooledParameters, owner: (any ListenLinkOwner)?) {
        self.shard = shard
        self.set = set
        self.owner = owner
        self.opened = shard.eventLoop.now
    }

    func dialForThePool() {
        let dialler = self.shard.pool.dialler
        let dialling = dialler.dialInTheBackground(self.set.parameters, on: self.shard.eventLoop, for: self)
        self.state = .dialling(dialling)
    }

    func dialForCall(in trace: TraceContext?) {
        let dialler = self.shard.pool.dialler
        self.state = .dialling(dialler.dial(self.set.parameters, in: trace, on: self.shard.eventLoop, for: self))
    }

    // MARK: From idle to a call

    /// Open, young enough, and its bytes go out.
    var isFit: Bool {
        guard case .idle = self.state, let link = self.link else { return false }
        let age = self.shard.eventLoop.now - self.opened
        return age < TimeAmount(self.shard.pool.configuration.maximumAge) && link.queuedBytes == 0
    }

    func hand(to owner: any ListenLinkOwner, in trace: TraceContext?) {
        self.owner = owner
        self.trace = trace
        self.state = .promised
        self.ageTimer?.cancel()
        // The silence that a new one was fed has no words, and a word must not be lost to a rounded time.
        if self.isReused { self.base = Double(self.fedSamples) / 8_000 }
        self.shard.eventLoop.assumeIsolated().execute { self.keepPromise() }
    }

    private func keepPromise() {
        guard case .promised = self.state else { return }
        self.state = .used
        self.trace = nil
        self.owner?.linkOpened(self)
    }

    private func becomeIdle() {
        self.owner = nil
        self.state = .idle
        let age = TimeAmount(self.shard.pool.configuration.maximumAge) - (self.shard.eventLoop.now - self.opened)
        self.ageTimer = self.shard.eventLoop.assumeIsolated().scheduleTask(in: age) { self.shard.aged(self) }
    }
}

extension PooledLink: ListenDialling {
    func cancel() {
        self.owner = nil
        switch self.state {
        case .dialling(let dialling):
            self.state = .over
            dialling?.cancel()
        case .promised:
            // Nothing was said on it: it is as good as before.
            guard self.shard.keep(self, isReturned: false) else { return self.giveBack() }
            self.becomeIdle()
        case .idle, .used, .draining, .over:
            break
        }
    }
}

extension PooledLink: ListenLinkOwner {
    func linkOpened(_ link: any ListenLink) {
        self.link = link
        self.opened = self.shard.eventLoop.now
        if let owner = self.owner {
            self.state = .used
            return owner.linkOpened(self)
        }
        self.shard.refilled(self)
        if !self.set.parameters.isFlux {
            _ = link.sendAudio { $0.writeRepeatingByte(0xFF, count: Self.silence) }
        }
        self.becomeIdle()
    }

    func linkFailed(_ error: DeepgramError) {
        self.state = .over
        guard let owner = self.owner else { return self.shard.refillFailed(self, error) }
        self.owner = nil
        owner.linkFailed(error)
    }

    func link(_ link: any ListenLink, received message: ListenMessage) {
        guard case .used = self.state, let message = message.about(after: self.base) else { return }
        self.owner?.link(self, received: message)
    }

    func link(_ link: any ListenLink, ignored reason: String) {
        guard case .used = self.state else { return }
        self.owner?.link(self, ignored: reason)
    }

    func link(_ link: any ListenLink, ended error: DeepgramError?) {
        self.ageTimer?.cancel()
        if case .promised = self.state {
            // Its owner has not heard of it yet, and gets another.
            self.link = nil
            self.shard.pool.onEvent(.poolMiss)
            return self.dialForCall(in: self.trace)
        }
        let owner = self.owner
        self.owner = nil
        self.state = .over
        self.shard.died(self)
        owner?.link(self, ended: error)
    }
}

extension PooledLink: ListenLink {
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
        self.leave()
        self.state = .over
        self.link?.abandon()
        self.shard.ended(self)
    }

    func giveBack() {
        guard let link = self.link else { return }
        switch self.state {
        case .over, .draining, .dialling: return
        case .used where self.mayBeReused && self.shard.keep(self, isReturned: true):
            self.isReused = true
            self.becomeIdle()
        case .used, .idle, .promised:
            self.leave()
            self.state = .draining
            link.giveBack()
        }
    }

    /// Ends it properly, and says so to the shard.
    func finish() {
        self.leave()
        self.state = .draining
        if !self.send(.closeStream) { self.abandon() }
    }

    private func leave() {
        self.owner = nil
        self.ageTimer?.cancel()
    }

    private var mayBeReused: Bool {
        let configuration = self.shard.pool.configuration
        guard configuration.reuse, !self.isEnding, !self.set.parameters.isFlux else { return false }
        return self.shard.eventLoop.now - self.opened < TimeAmount(configuration.maximumAge)
    }
}
