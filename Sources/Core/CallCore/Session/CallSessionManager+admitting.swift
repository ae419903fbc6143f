// SPDX-License-Identifier: Apache-2.0

import Logging
public import NIOCore
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// Letting calls in.
extension CallSessionManager {
    /// Lets a call in, or says why not. A webhook that is repeated before its stream came gets the same pass; not
    /// one about a call whose stream has ended, because that stream may have been another server's, with the same pass.
    ///
    /// - Parameters:
    ///   - info: the call.
    ///   - isResumed: whether an earlier stream of the call had ended; such calls are let in above the limit, because
    ///     their caller is on the line already.
    ///   - purpose: what the stream is for.
    ///   - opening: said first instead of what the dialogue would say; a question from before is not answered then.
    ///   - memory: what is known from earlier streams of the call.
    /// - Returns: a pass for the stream, or why there is none.
    public func admit(
        _ info: CallInfo,
        isResumed: Bool,
        for purpose: StreamPurpose = .conversation,
        opening: String? = nil,
        memory: ConversationMemory? = nil
    ) -> Admission {
        let memory = opening == nil ? memory : memory?.withoutQuestion
        let issued = self.journal.now
        let fresh = self.makePass(info, isResumed: isResumed, purpose, isUnheld: opening != nil, issued)
        let expires = self.monotonic() + TimeAmount(self.configuration.tokenLifetime)
        let isOverloaded = self.isOverloaded()
        return self.state.withLock { state in
            if state.isDraining { return .draining }
            if !isResumed, var pending = state.pending[info.id], pending.expires > self.monotonic(),
                pending.grant.purpose == purpose, pending.grant.opening == opening
            {
                pending.expires = expires
                // Another server goes by what the pass says.
                if pending.isHalfOver(issued) { pending.pass.expires = fresh.expires }
                pending.grant.memory = memory ?? pending.grant.memory
                state.pending[info.id] = pending
                return .admitted(pending.pass)
            }
            let hasRoom = !isOverloaded && state.count(self.monotonic()) < self.configuration.maximumCalls
            guard isResumed || hasRoom || state.knows(info.id) else { return .full }
            let grant = StreamGrant(
                info: info,
                isResumed: isResumed,
                purpose: purpose,
                memory: memory,
                opening: opening
            )
            state.pending[info.id] = Pending(pass: fresh, issued: issued, grant: grant, expires: expires)
            return .admitted(fresh)
        }
    }

    private func makePass(
        _ info: CallInfo,
        isResumed: Bool,
        _ purpose: StreamPurpose,
        isUnheld: Bool,
        _ now: Date
    ) -> StreamPass {
        let nonce = self.randomness.withLock { StreamPass.Nonce(high: $0.next(), low: $0.next()) }
        return StreamPass(
            call: info.id,
            account: info.account,
            purpose: purpose,
            isResumed: isResumed,
            isUnheld: isUnheld,
            expires: now + self.configuration.tokenLifetime / .seconds(1),
            issuer: self.issuer,
            nonce: nonce
        )
    }

    /// The pass of a call that was let in and whose first stream has not come yet; it is good for its full time again.
    ///
    /// A webhook that is repeated can be answered with it at once: the call is known, and nothing about it has changed.
    public func pendingPass(of call: CallID, for purpose: StreamPurpose = .conversation) -> StreamPass? {
        let now = self.monotonic()
        let expires = now + TimeAmount(self.configuration.tokenLifetime)
        return self.state.withLock { state in
            guard let pending = state.pending[call], pending.expires > now, !state.isDraining, !pending.grant.isResumed,
                pending.grant.purpose == purpose
            else { return nil }
            state.pending[call]?.expires = expires
            return pending.pass
        }
    }

    /// Begins the session of a stream that has said who it is. Called on the line's event loop.
    ///
    /// - Parameters:
    ///   - grant: what the stream's pass allowed.
    ///   - stream: the stream's own name.
    ///   - line: the way back to the caller.
    /// - Returns: the session, started.
    public func open(_ grant: StreamGrant, stream: String, line: NIOLoopBound<any CallLine>) -> CallSession {
        let session = self.makeSession(grant, stream: stream, line: line)
        self.register(session, grant)
        session.assumeIsolated { $0.start(resumed: grant.isResumed) }
        return session
    }

    /// Begins a session in words that has said who it is. Called on the line's event loop.
    ///
    /// - Parameters:
    ///   - grant: what the session's pass allowed.
    ///   - session: the session's own name.
    ///   - line: the way back to the caller.
    /// - Returns: the session, started.
    public func openRelay(
        _ grant: StreamGrant,
        session: String,
        line: NIOLoopBound<any RelayLine>
    ) -> RelaySession {
        let session = RelaySession(
            info: grant.info,
            stream: session,
            line: line,
            dialogue: self.dialogue(for: grant.info, opening: grant.opening),
            journal: self.journal,
            memory: grant.memory,
            configuration: self.configuration.relay,
            metrics: self.metrics,
            tracer: self.tracer,
            logger: self.logger(for: grant.info.id, stream: session),
            onNext: { [weak self] session, next in self?.decided(next, by: session) },
            onEnd: { [weak self] session, how, next in self?.ended(session, how, next: next) }
        )
        self.register(session, grant)
        session.assumeIsolated { $0.start(resumed: grant.isResumed) }
        return session
    }

    /// Begins to listen to people who talk with each other. Called on the line's event loop.
    ///
    /// - Parameters:
    ///   - grant: what the stream's pass allowed.
    ///   - stream: the stream's own name.
    ///   - line: closes the stream; nothing else is ever asked of it.
    /// - Returns: the session, started.
    public func listen(_ grant: StreamGrant, stream: String, line: NIOLoopBound<any CallLine>) -> ListeningSession {
        let session = ListeningSession(
            info: grant.info,
            stream: stream,
            line: line,
            recogniser: self.recogniser,
            hints: self.dialogue.responder.hints,
            journal: self.journal,
            configuration: self.configuration.listening,
            metrics: self.metrics,
            tracer: self.tracer,
            logger: self.logger(for: grant.info.id, stream: stream),
            onEnd: { [weak self] session, how in self?.ended(session, how) }
        )
        self.register(session, grant)
        session.assumeIsolated { $0.start(resumed: grant.isResumed) }
        return session
    }

    /// From here on the session is the call's; an older one gives way.
    private func register(_ session: any LiveCall, _ grant: StreamGrant) {
        let older = self.state.withLock { state in
            // Who only listens decides nothing, so what was decided before stays.
            if session.purpose != .listening { state.decisions.forget(session.info.id) }
            let older = state.live.updateValue(session, forKey: session.info.id)
            state.opening[grant.place] = nil
            // Its last words are still to come.
            if let older { state.closing[ObjectIdentifier(older)] = older }
            self.reportActive(session.info.direction, state)
            return older
        }
        older?.requestStop(.replaced, next: .resume)
    }

    private func logger(for call: CallID, stream: String) -> Logger {
        var logger = self.logger
        logger[metadataKey: "call.sid"] = "\(call)"
        logger[metadataKey: "stream.sid"] = "\(stream)"
        return logger
    }

    func makeSession(
        _ grant: StreamGrant,
        stream: String,
        line: NIOLoopBound<any CallLine>
    ) -> CallSession {
        CallSession(
            info: grant.info,
            stream: stream,
            line: line,
            dialogue: self.dialogue(for: grant.info, opening: grant.opening),
            recogniser: self.recogniser,
            synthesiser: self.synthesiser,
            journal: self.journal,
            memory: grant.memory,
            configuration: self.configuration.session,
            metrics: self.metrics,
            tracer: self.tracer,
            logger: self.logger(for: grant.info.id, stream: stream),
            onNext: { [weak self] session, next in self?.decided(next, by: session) },
            onEnd: { [weak self] session, how, next in self?.ended(session, how, next: next) }
        )
    }
}
