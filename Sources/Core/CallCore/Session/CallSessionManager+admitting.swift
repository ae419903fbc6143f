// SPDX-License-Identifier: Apache-2.0

import Logging
public import NIOCore
import Synchronization

// Letting calls in.
extension CallSessionManager {
    /// Lets a call in, or says why not. A webhook that is repeated before its stream came gets the same token.
    ///
    /// - Parameters:
    ///   - info: the call.
    ///   - isResumed: whether an earlier stream of the call had ended; such calls are let in above the limit, because
    ///     their caller is on the line already.
    ///   - purpose: what the stream is for.
    ///   - opening: said first instead of what the dialogue would say; a question from before is not answered then.
    ///   - memory: what is known from earlier streams of the call.
    /// - Returns: a token for the stream's path, or why there is none.
    public func admit(
        _ info: CallInfo,
        isResumed: Bool,
        for purpose: StreamPurpose = .conversation,
        opening: String? = nil,
        memory: ConversationMemory? = nil
    ) -> Admission {
        let memory = opening == nil ? memory : memory?.withoutQuestion
        let fresh = self.randomness.withLock { StreamToken(using: &$0) }
        let expires = self.monotonic() + TimeAmount(self.configuration.tokenLifetime)
        let isOverloaded = self.isOverloaded()
        return self.state.withLock { state in
            if state.isDraining { return .draining }
            if var pending = state.pending[info.id], pending.expires > self.monotonic(),
                pending.grant.purpose == purpose, pending.grant.opening == opening
            {
                pending.expires = expires
                pending.grant.memory = memory ?? pending.grant.memory
                state.pending[info.id] = pending
                return .admitted(pending.token)
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
            if let stale = state.pending[info.id] { state.tokens[stale.token] = nil }
            state.pending[info.id] = Pending(token: fresh, grant: grant, expires: expires)
            state.tokens[fresh] = info.id
            return .admitted(fresh)
        }
    }

    /// The token of a call that was let in and whose first stream has not come yet; it is good for its full time again.
    ///
    /// A webhook that is repeated can be answered with it at once: the call is known, and nothing about it has changed.
    public func pendingToken(of call: CallID, for purpose: StreamPurpose = .conversation) -> StreamToken? {
        let now = self.monotonic()
        let expires = now + TimeAmount(self.configuration.tokenLifetime)
        return self.state.withLock { state in
            guard let pending = state.pending[call], pending.expires > now, !state.isDraining, !pending.grant.isResumed,
                pending.grant.purpose == purpose
            else { return nil }
            state.pending[call]?.expires = expires
            return pending.token
        }
    }

    /// The call that a token is of, without taking the token.
    public func info(of token: StreamToken) -> CallInfo? {
        self.state.withLock { state in state.tokens[token].flatMap { state.pending[$0]?.grant.info } }
    }

    /// Takes a token in exchange for the right to one stream; `nil` if it is unknown, used, expired, or for none of these
    /// purposes: one that is shown at the wrong door stays good at the right one.
    public func redeem(_ token: StreamToken, for purposes: Set<StreamPurpose> = [.conversation]) -> StreamGrant? {
        self.state.withLock { state in
            guard let call = state.tokens[token], let pending = state.pending[call] else { return nil }
            // What has expired is left to the clean-up, which says that the call never streamed.
            guard pending.expires > self.monotonic(), purposes.contains(pending.grant.purpose) else { return nil }
            state.tokens[token] = nil
            state.pending[call] = nil
            state.places += 1
            var grant = pending.grant
            grant.place = state.places
            let expires = self.monotonic() + TimeAmount(self.configuration.openingLifetime)
            state.opening[grant.place] = Opening(grant: grant, expires: expires)
            return grant
        }
    }

    /// Gives back the place of a stream that ended before it said who it was, and notes that it never streamed; once.
    public func abandon(_ grant: StreamGrant) {
        let isFirst = self.state.withLock { $0.opening.removeValue(forKey: grant.place) != nil }
        if isFirst { self.noteMissingStream(of: grant) }
    }

    /// Begins the session of a stream that has said who it is. Called on the line's event loop.
    ///
    /// - Parameters:
    ///   - grant: what the stream's token allowed.
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
    ///   - grant: what the session's token allowed.
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
            logger: self.logger(for: grant.info.id, stream: session),
            onNext: { [weak self] session, next in self?.decided(next, by: session) },
            onEnd: { [weak self] session, _, _ in self?.ended(session) }
        )
        self.register(session, grant)
        session.assumeIsolated { $0.start(resumed: grant.isResumed) }
        return session
    }

    /// Begins to listen to people who talk with each other. Called on the line's event loop.
    ///
    /// - Parameters:
    ///   - grant: what the stream's token allowed.
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
            logger: self.logger(for: grant.info.id, stream: stream),
            onEnd: { [weak self] session in self?.ended(session) }
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
            Self.reportActive(session.info.direction, state)
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
            logger: self.logger(for: grant.info.id, stream: stream),
            onNext: { [weak self] session, next in self?.decided(next, by: session) },
            onEnd: { [weak self] session, _, _ in self?.ended(session) }
        )
    }
}
