// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore

/// A stream at the door: whose it is, what is known of its call, and its messages until that is known. Lives on the
/// socket's event loop.
///
/// Behind a load balancer the webhook may have been answered by another instance. What is known of the call then has to
/// be read from the store while the caller is speaking already.
final class StreamEntrance {
    let pass: StreamPass
    private let manager: CallSessionManager
    private let limits: StreamLimits
    /// What the pass allows, once all is known.
    private(set) var grant: StreamGrant?
    private let place: StreamPlace?
    private var kept: ArraySlice<[UInt8]> = []
    private var isOver = false
    /// Messages that were one too many.
    private(set) var dropped = 0

    init(_ pass: StreamPass, _ claim: StreamClaim, manager: CallSessionManager, limits: StreamLimits) {
        self.pass = pass
        self.manager = manager
        self.limits = limits
        switch claim {
        case .granted(let grant): (self.grant, self.place) = (grant, nil)
        case .foreign(let place): (self.grant, self.place) = (nil, place)
        }
    }

    /// Finds out what is known of the call and tells whether anything is; does nothing if all is known already.
    func look(on eventLoop: any EventLoop, then tell: @escaping (Bool) -> Void) {
        guard let place, self.grant == nil else { return }
        let lookup = CallLookup(journal: self.manager.journal, limit: self.limits.callWait)
        let call = self.pass.call
        let promise = eventLoop.makePromise(of: CallLookup.Found?.self)
        promise.completeWithTask { await lookup.find(call, on: eventLoop) }
        promise.futureResult.assumeIsolated().whenComplete { [weak self] result in
            guard let self, !self.isOver else { return }
            if case .success(let found?) = result {
                self.grant = self.manager.grant(self.pass, at: place, info: found.info, memory: found.memory)
            }
            tell(self.grant != nil)
        }
    }

    /// Keeps a message for later.
    func keep(_ bytes: UnsafeRawBufferPointer) {
        guard self.kept.count < self.limits.keptMessages else { return self.dropped += 1 }
        self.kept.append(Array(bytes))
    }

    /// The message that has waited longest.
    func next() -> [UInt8]? { self.kept.popFirst() }

    /// The stream was over before it began: gives its place back, once.
    func abandon() {
        guard !self.isOver else { return }
        self.isOver = true
        self.kept = []
        if let grant { self.manager.abandon(grant) } else if let place { self.manager.abandon(place) }
    }
}
