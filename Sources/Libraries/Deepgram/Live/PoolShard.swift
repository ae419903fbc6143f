// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Resilience
import Synchronization

/// The part of a ``ListenPool`` that lives on one event loop.
final class PoolShard {
    let pool: ListenPool
    let index: Int
    let eventLoop: any EventLoop
    private var random: any RandomNumberGenerator & Sendable
    private var sets: [String: PooledParameters] = [:]
    /// Counts what is asked for, to know what was not for the longest time.
    private var asked = 0
    private var isShutDown = false
    private var closing: Set<ObjectIdentifier> = []
    private var closed: EventLoopPromise<Void>?

    init(_ pool: ListenPool, index: Int, eventLoop: any EventLoop, random: any RandomNumberGenerator & Sendable) {
        self.pool = pool
        self.index = index
        self.eventLoop = eventLoop
        self.random = random
    }

    // MARK: Calls

    func dial(
        _ parameters: ListenParameters,
        in trace: TraceContext?,
        for owner: any ListenLinkOwner
    ) -> any ListenDialling {
        let isKnown = self.sets[parameters.target] != nil
        let set = self.use(parameters)
        while let link = set.takeOldest() {
            self.pool.totals.withLock { $0.remove(from: self.index) }
            guard link.isFit else {
                self.evict(link, .age)
                continue
            }
            set.failures = 0
            self.pool.onEvent(.poolHit)
            link.hand(to: owner, in: trace)
            self.refillSoon(set)
            return link
        }
        self.pool.onEvent(.poolMiss)
        let link = PooledLink(self, set, owner: owner)
        link.dialForCall(in: trace)
        if isKnown { set.wanted = min(self.pool.configuration.maximumIdle, set.wanted + 1) }
        self.refillSoon(set)
        return link
    }

    /// Behind what the call waits for: dialling takes longer than handing out.
    private func refillSoon(_ set: PooledParameters) {
        self.eventLoop.assumeIsolated().execute { self.refill(set) }
    }

    func warm(_ parameters: ListenParameters) {
        let set = self.use(parameters)
        set.isWarm = true
        set.wanted = max(set.wanted, self.pool.configuration.minimumIdle)
        self.refill(set)
    }

    private func use(_ parameters: ListenParameters) -> PooledParameters {
        self.asked += 1
        let target = parameters.target
        if let set = self.sets[target] {
            set.lastUsed = self.asked
            return set
        }
        if self.sets.count >= self.pool.configuration.parameterSets { self.forgetOne() }
        let set = PooledParameters(parameters, lastUsed: self.asked)
        self.sets[target] = set
        return set
    }

    /// What was warmed goes only when everything was.
    private func forgetOne() {
        let unused = self.sets.min { $0.value.precedence < $1.value.precedence }
        guard let unused else { return }
        self.sets[unused.key] = nil
        self.close(unused.value, .unused)
    }

    private func close(_ set: PooledParameters, _ reason: ListenEvent.Eviction) {
        set.isForgotten = true
        set.wanted = 0
        set.retry?.cancel()
        for link in set.takeAllPending() {
            self.pool.totals.withLock { $0.failed() }
            link.cancel()
        }
        for link in set.takeAll() {
            self.pool.totals.withLock { $0.remove(from: self.index) }
            self.evict(link, reason)
        }
    }

    private func evict(_ link: PooledLink, _ reason: ListenEvent.Eviction) {
        self.pool.onEvent(.poolEvicted(reason))
        link.finish()
    }

    // MARK: Idle connections

    func refill(_ set: PooledParameters) {
        guard !self.isShutDown, set.retry == nil else { return }
        while set.idle.count + set.pending.count < set.wanted {
            guard self.pool.totals.withLock({ $0.begin() }) else { return }
            let link = PooledLink(self, set, owner: nil)
            set.pending.append(link)
            link.dialForThePool()
        }
    }

    func refilled(_ link: PooledLink) {
        let set = link.set
        set.pending.removeAll { $0 === link }
        self.pool.totals.withLock { $0.succeeded(on: self.index) }
        self.pool.onEvent(.poolRefilled)
        set.idle.append(link)
    }

    func refillFailed(_ link: PooledLink, _ error: DeepgramError) {
        link.set.pending.removeAll { $0 === link }
        self.pool.totals.withLock { $0.failed() }
        self.pool.onEvent(.poolRefillFailed(error.code))
        self.retryLater(link.set, atLeast: error.retryAfter)
    }

    /// An idle connection ended by itself. Whoever dies of idleness is not replaced at once, again and again.
    func died(_ link: PooledLink) {
        guard link.set.remove(link) else { return self.ended(link) }
        self.pool.totals.withLock { $0.remove(from: self.index) }
        self.pool.onEvent(.poolEvicted(.died))
        self.retryLater(link.set, atLeast: nil)
        self.ended(link)
    }

    private func retryLater(_ set: PooledParameters, atLeast least: Duration?) {
        set.failures += 1
        guard !set.isForgotten, !self.isShutDown, set.retry == nil else { return }
        let backoff = self.pool.configuration.refillBackoff.delay(afterFailure: set.failures, using: &self.random)
        set.retry = self.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(max(backoff, least ?? .zero))) {
            set.retry = nil
            self.refill(set)
        }
    }

    /// Nobody wanted it while it was young.
    func aged(_ link: PooledLink) {
        let set = link.set
        guard set.remove(link) else { return }
        self.pool.totals.withLock { $0.remove(from: self.index) }
        let least = set.isWarm ? self.pool.configuration.minimumIdle : 0
        set.wanted = max(least, set.wanted - 1)
        set.failures = 0
        self.evict(link, .age)
        self.refill(set)
    }

    /// A call gives a connection back, or did not take it after all; whether it is kept.
    func keep(_ link: PooledLink, isReturned: Bool) -> Bool {
        let set = link.set
        guard !self.isShutDown, !set.isForgotten, set.idle.count < self.pool.configuration.maximumIdle,
            self.pool.totals.withLock({ $0.keep(on: self.index) })
        else { return false }
        set.idle.append(link)
        if isReturned { self.pool.onEvent(.poolReturned) }
        return true
    }

    func makeRoom() {
        let sets = self.sets.values.filter { !$0.idle.isEmpty }
        guard let set = sets.min(by: { $0.lastUsed < $1.lastUsed }), let link = set.takeOldest() else { return }
        self.pool.totals.withLock { $0.remove(from: self.index) }
        self.pool.onEvent(.poolEvicted(.room))
        // At once: nothing was said on it, and a call waits.
        link.abandon()
        self.retryLater(set, atLeast: nil)
    }

    // MARK: The end

    /// Kept when the last one has ended, or the time is over.
    func shutdown() -> EventLoopFuture<Void> {
        if let closed = self.closed { return closed.futureResult }
        let closed = self.eventLoop.makePromise(of: Void.self)
        self.closed = closed
        self.isShutDown = true
        let links = self.sets.values.flatMap(\.idle)
        self.closing = Set(links.map { ObjectIdentifier($0) })
        for set in self.sets.values { self.close(set, .shutdown) }
        self.sets = [:]
        guard !self.closing.isEmpty else {
            closed.succeed()
            return closed.futureResult
        }
        let limit = TimeAmount(self.pool.configuration.shutdownTimeout)
        let timer = self.eventLoop.assumeIsolated().scheduleTask(in: limit) {
            for link in links { link.abandon() }
        }
        closed.futureResult.assumeIsolated().whenComplete { _ in timer.cancel() }
        return closed.futureResult
    }

    func ended(_ link: PooledLink) {
        guard self.closing.remove(ObjectIdentifier(link)) != nil, self.closing.isEmpty else { return }
        self.closed?.succeed()
    }
}
