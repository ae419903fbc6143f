// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// Streams that come with a pass, issued here or by another server.
extension CallSessionManager {
    /// Takes a pass in exchange for the right to one stream; `nil` if it is used, expired, or for none of these purposes:
    /// one that is shown at the wrong door stays good at the right one.
    ///
    /// The pass must have been believed before: it is as good as its seal.
    public func claim(_ pass: StreamPass, for purposes: Set<StreamPurpose>) -> StreamClaim? {
        guard purposes.contains(pass.purpose) else { return nil }
        if pass.issuer == self.issuer { return self.redeem(pass, for: purposes).map { .granted($0) } }
        return self.takeForeign(pass).map { .foreign(place: $0) }
    }

    /// Whether a stream should go to another server: this one shuts down, and another one has let the stream in.
    public func sendsAway(_ pass: StreamPass) -> Bool {
        pass.issuer != self.issuer && self.state.withLock(\.isDraining)
    }

    /// ``claim(_:for:)`` for a pass that was issued here: this process knows best whether it is still good.
    public func redeem(_ pass: StreamPass, for purposes: Set<StreamPurpose> = [.conversation]) -> StreamGrant? {
        let now = self.monotonic()
        return self.state.withLock { state in
            guard let pending = state.pending[pass.call], pending.pass.nonce == pass.nonce else { return nil }
            // What has expired is left to the clean-up, which says that the call never streamed.
            guard pending.expires > now, purposes.contains(pending.grant.purpose) else { return nil }
            state.pending[pass.call] = nil
            var grant = pending.grant
            grant.place = state.takePlace(of: grant.info.id, grant, until: self.openingEnd(now)).number
            return grant
        }
    }

    /// What another server has let in takes a place here, if there is one; who is on the line already goes on in any case.
    private func takeForeign(_ pass: StreamPass) -> StreamPlace? {
        let now = self.monotonic()
        let (lifetime, skew) = (self.configuration.tokenLifetime, self.configuration.clockSkew)
        let left = Duration.seconds(pass.expires.timeIntervalSince(self.journal.now))
        // Neither expired nor good for longer than any pass is.
        guard left > .zero - skew, left <= lifetime + skew else { return nil }
        let isOverloaded = self.isOverloaded()
        return self.state.withLock { state in
            let hasRoom = !isOverloaded && state.count(now) < self.configuration.maximumCalls
            guard pass.isResumed || pass.purpose == .listening || hasRoom || state.knows(pass.call),
                state.used.use(pass.nonce, until: now + TimeAmount(lifetime + skew + skew), now: now)
            else { return nil }
            return state.takePlace(of: pass.call, nil, until: self.openingEnd(now))
        }
    }

    private func openingEnd(_ now: NIODeadline) -> NIODeadline {
        now + TimeAmount(self.configuration.openingLifetime)
    }

    /// What is known of a call makes a grant of another server's pass.
    ///
    /// - Parameters:
    ///   - pass: the pass.
    ///   - place: the place it was given.
    ///   - info: the call, as the store has it.
    ///   - memory: what is known from earlier streams.
    /// - Returns: the right to one stream.
    public func grant(
        _ pass: StreamPass,
        at place: StreamPlace,
        info: CallInfo,
        memory: ConversationMemory?
    ) -> StreamGrant {
        let opening = pass.isUnheld ? self.dialogue(for: info).prompts.unheld : nil
        var grant = StreamGrant(
            info: info,
            isResumed: pass.isResumed,
            purpose: pass.purpose,
            memory: opening == nil ? memory : memory?.withoutQuestion,
            opening: opening
        )
        grant.place = place.number
        self.state.withLock { [grant] in $0.opening[place.number]?.grant = grant }
        return grant
    }

    /// Gives back the place of a stream that ended before it said who it was, and notes that it never streamed; once.
    public func abandon(_ grant: StreamGrant) {
        let isFirst = self.state.withLock { $0.opening.removeValue(forKey: grant.place) != nil }
        if isFirst { self.noteMissingStream(of: grant) }
    }

    /// Gives back the place of a stream of whose call nothing is known here.
    public func abandon(_ place: StreamPlace) {
        self.state.withLock { $0.opening[place.number] = nil }
    }
}

extension CallSessionManager.State {
    mutating func takePlace(of call: CallID, _ grant: StreamGrant?, until end: NIODeadline) -> StreamPlace {
        self.places += 1
        var grant = grant
        grant?.place = self.places
        self.opening[self.places] = .init(call: call, grant: grant, expires: end)
        return StreamPlace(number: self.places)
    }
}

extension CallSessionManager.Pending {
    /// Whether half of the time that the pass names is over.
    func isHalfOver(_ now: Date) -> Bool {
        let life = self.pass.expires.timeIntervalSince(self.issued)
        return self.pass.expires.timeIntervalSince(now) < life / 2
    }
}
