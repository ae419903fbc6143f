// SPDX-License-Identifier: Apache-2.0

public import NIOCore
import Synchronization

/// Keeps connections that stand already, so that a call gets one in microseconds instead of waiting for name, TCP, TLS
/// and upgrade.
///
/// ```swift
/// let pool = ListenPool(over: guardedDialler, eventLoops: loops)
/// pool.warm(parameters)
/// pool.dial(parameters, on: call.eventLoop, for: recognition)
/// ```
/// A connection serves exactly the parameters (``ListenParameters/target``) and the event loop that it was made for.
/// Parameters that name one call, such as a tag with its id, therefore never match: the pool learns a parameter set when
/// it is asked for a second time, or with ``warm(_:)``.
///
/// An idle `/v1` connection was fed 20 ms of silence, without which Deepgram closes it after 10 s, and is kept by
/// `KeepAlive`; a Flux connection by pings. ``ListenLink/fedSamples`` tells what was fed, and with it where the
/// connection's times begin. Idle connections are made in the background, through the same guard as calls' dials, and
/// never with the account's last places; when a call has to wait for a place, an idle connection is closed for it.
///
/// With ``ListenPoolConfiguration/reuse``, a `/v1` connection that is given back after `Finalize` was answered serves
/// another call. It is off by default, because two people then share what Deepgram ties to a connection: its request id
/// and tags, which is what support, billing and deletion of data go by, and its timeline, which goes on counting. What
/// still comes about the first call's audio is dropped by its time, so no word gets to the wrong call; but what Deepgram
/// itself remembers from one call to the next is unknown.
///
/// Source: developers.deepgram.com "Audio Keep Alive", "Recovering From Connection Errors & Timeouts".
public final class ListenPool: ListenDialler {
    let dialler: GuardedDialler
    let configuration: ListenPoolConfiguration
    let onEvent: @Sendable (ListenEvent) -> Void
    let totals: Mutex<PoolTotals>
    private let random: any RandomNumberGenerator & Sendable
    private let eventLoops: [any EventLoop]
    /// Each is made and used on its event loop.
    private let shards: [NIOLoopBoundBox<PoolShard?>]

    /// Creates an empty pool for these event loops; on others, it dials. `onEvent` must be quick; see ``ListenEvent``.
    public init(
        over dialler: GuardedDialler,
        eventLoops: [any EventLoop],
        configuration: ListenPoolConfiguration = ListenPoolConfiguration(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        onEvent: @escaping @Sendable (ListenEvent) -> Void = { _ in }
    ) {
        self.dialler = dialler
        self.configuration = configuration
        self.eventLoops = eventLoops
        self.random = random
        self.onEvent = onEvent
        self.totals = Mutex(PoolTotals(limit: configuration.totalIdle, shards: eventLoops.count))
        self.shards = eventLoops.map { .makeEmptyBox(valueType: PoolShard.self, eventLoop: $0) }
        dialler.onShortage { [weak self] in self?.makeRoom() }
    }

    /// Hands out a connection that stands, or dials; see ``ListenDialler/dial(_:in:on:for:)``.
    public func dial(
        _ parameters: ListenParameters,
        in trace: TraceContext?,
        on eventLoop: any EventLoop,
        for owner: any ListenLinkOwner
    ) -> any ListenDialling {
        guard let index = self.eventLoops.firstIndex(where: { $0 === eventLoop }) else {
            self.onEvent(.poolMiss)
            return self.dialler.dial(parameters, in: trace, on: eventLoop, for: owner)
        }
        return self.shard(index).dial(parameters, in: trace, for: owner)
    }

    /// Keeps connections for these parameters on every event loop from now on. From any thread.
    public func warm(_ parameters: ListenParameters) {
        for (index, eventLoop) in self.eventLoops.enumerated() {
            eventLoop.execute { self.shard(index).warm(parameters) }
        }
    }

    /// How it stands.
    public var state: ListenPoolState {
        self.totals.withLock { ListenPoolState(idle: $0.allIdle, pending: $0.pending) }
    }

    /// Ends every idle connection properly, and makes none any more; calls that have one keep it. Returns when all have
    /// ended, or after ``ListenPoolConfiguration/shutdownTimeout``.
    public func shutdown() async {
        self.totals.withLock { $0.isShutDown = true }
        let closed = self.eventLoops.enumerated().map { index, eventLoop in
            eventLoop.flatSubmit { self.shard(index).shutdown() }
        }
        // An event loop that was shut down before has no connections either.
        for future in closed { try? await future.get() }
    }

    private func shard(_ index: Int) -> PoolShard {
        if let shard = self.shards[index].value { return shard }
        let shard = PoolShard(self, index: index, eventLoop: self.eventLoops[index], random: self.random)
        self.shards[index].value = shard
        return shard
    }

    /// A call waits for a place: an idle connection is closed.
    private func makeRoom() {
        guard let index = self.totals.withLock({ $0.richest }) else { return }
        self.eventLoops[index].execute { self.shard(index).makeRoom() }
    }
}
