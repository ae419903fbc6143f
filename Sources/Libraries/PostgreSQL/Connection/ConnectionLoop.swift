// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// What a connection's thread does from beginning to end: it connects, performs jobs one after another, listens in
/// between, and closes.
struct ConnectionLoop: Sendable {
    /// Who is to hear of what happens. Called on the connection's thread, in order.
    struct Observers: Sendable {
        var ready: @Sendable (Result<ConnectionFacts, PostgresError>) -> Void
        var notification: @Sendable (PostgresNotification) -> Void = { _ in }
        /// After ``ready`` with success only, exactly once.
        var closed: @Sendable (PostgresError) -> Void = { _ in }
    }

    let configuration: PostgresConfiguration
    let mailbox: ConnectionMailbox
    let observers: Observers

    func run() {
        let deadline = ContinuousClock.now + self.configuration.connectTimeout
        guard let session = LibPQSession(ConnectionOptions.resolved(self.configuration)) else {
            return self.failed(PostgresError(.connectionFailed, "There is no memory for a connection."))
        }
        switch self.connect(session, deadline) {
        case .failure(let error): self.failed(error)
        case .success(let facts):
            self.observers.ready(.success(facts))
            self.serve(session)
        }
    }

    private func failed(_ error: PostgresError) {
        self.mailbox.closed(error)
        self.observers.ready(.failure(error))
    }

    // MARK: Connecting

    private func connect(
        _ session: borrowing LibPQSession,
        _ deadline: ContinuousClock.Instant
    ) -> Result<ConnectionFacts, PostgresError> {
        if session.isBad { return .failure(session.connectError) }
        // As libpq's documentation has it: at first as if it had said that it needs to write.
        var need = LibPQSession.Need.writing
        while true {
            let interest: SocketWait.Interest = need == .reading ? .reading : .writing
            let ready = SocketWait.wait(for: interest, on: session.socket, wake: self.mailbox.wake, until: deadline)
            if case (.aborted, _) = self.mailbox.interruption() { return .failure(ConnectionMailbox.closedByUs) }
            if ready.isEmpty {
                guard ContinuousClock.now < deadline else {
                    return .failure(PostgresError(.timedOut, "The server did not take the connection in time."))
                }
                continue
            }
            switch session.continueConnecting() {
            case .failure(let error): return .failure(error)
            case .success(.nothing):
                guard let facts = session.begin() else {
                    return .failure(PostgresError(.connectionFailed, "The socket cannot be made non-blocking."))
                }
                return .success(facts)
            case .success(let next): need = next
            }
        }
    }

    // MARK: Serving

    private func serve(_ session: consuming LibPQSession) {
        var end: PostgresError?
        var isCutOff = false
        // What came together with the last of the handshake is not told by the socket any more.
        self.deliverNotifications(session)
        while end == nil {
            end = session.takeFarewell()
            guard end == nil else { break }
            switch self.mailbox.next() {
            case .perform(let job):
                end = self.perform(job, session)
                // We broke off, not the connection: the server may be still at it.
                isCutOff = end != nil && !session.isBad
            case .wait(let deadline): end = self.listen(session, until: deadline)
            case .close: end = ConnectionMailbox.closedByUs
            }
        }
        let cancel = isCutOff ? session.cancelRequest() : nil
        self.close(consume session)
        let error = end ?? ConnectionMailbox.closedByUs
        self.mailbox.closed(error)
        self.observers.closed(error)
        // Last, because it may take long: nobody waits for this thread any more.
        _ = cancel?.send()
    }

    /// Ends the session here, so that its socket is closed before anybody hears that it is.
    private func close(_ session: consuming LibPQSession) {}

    private func listen(_ session: borrowing LibPQSession, until deadline: ContinuousClock.Instant?) -> PostgresError? {
        let ready = SocketWait.wait(for: .reading, on: session.socket, wake: self.mailbox.wake, until: deadline)
        guard !ready.isEmpty else { return nil }
        if let error = session.receive(flushed: false) { return error.with(outcome: .notExecuted) }
        self.deliverNotifications(session)
        return nil
    }

    private func deliverNotifications(_ session: borrowing LibPQSession) {
        while let notification = session.nextNotification() { self.observers.notification(notification) }
    }

    /// Performs a job and tells who asked. Returns why the connection cannot be used any more, if so.
    private func perform(_ job: ConnectionJob, _ session: borrowing LibPQSession) -> PostgresError? {
        if let error = session.send(job.work) {
            self.mailbox.finish(job, .failure(error), isInTransaction: session.isInTransaction)
            return session.isBad ? error : nil
        }
        var exchange = QueryExchange(limit: self.configuration.maximumResultBytes, isScript: job.work.isScript)
        let failure = self.exchange(&exchange, job, session)
        // The end of the connection is known before its last query's, so that nobody gives it another.
        if let failure {
            self.mailbox.stop()
            self.mailbox.finish(job, .failure(exchange.serverError ?? failure), isInTransaction: false)
            return failure
        }
        self.mailbox.finish(job, exchange.outcome, isInTransaction: session.isInTransaction)
        self.deliverNotifications(session)
        return nil
    }

    /// Sends what is to be sent and takes what comes until the job is done. Returns why it broke off.
    private func exchange(
        _ exchange: inout QueryExchange,
        _ job: ConnectionJob,
        _ session: borrowing LibPQSession
    ) -> PostgresError? {
        while true {
            if !exchange.isFlushed {
                switch session.flush() {
                case .failure(let error): return error
                case .success(let isLeft): exchange.isFlushed = !isLeft
                }
            }
            while !session.isBusy {
                guard let result = session.nextResult() else { return nil }
                exchange.take(result, of: session)
                if let violation = exchange.violation { return violation }
            }
            if session.isBad { return PostgresError(.closed, "The connection broke.", outcome: .unknown) }
            if let error = self.await(exchange, job, session) { return error }
        }
    }

    /// Waits for the socket, takes what it has, and says why it is not worth waiting any more.
    private func await(
        _ exchange: borrowing QueryExchange,
        _ job: ConnectionJob,
        _ session: borrowing LibPQSession
    ) -> PostgresError? {
        let outcome = exchange.isFlushed ? PostgresError.Outcome.unknown : .rolledBack
        let (interruption, next) = self.mailbox.interruption()
        switch interruption {
        case .cancelled: return PostgresError(.cancelled, "Cancelled while it ran.", outcome: outcome)
        case .aborted: return PostgresError(.closed, "The connection was closed while it ran.", outcome: outcome)
        case .none: break
        }
        guard ContinuousClock.now < job.deadline else {
            return PostgresError(.timedOut, "No answer in time; the connection is closed.", outcome: outcome)
        }
        let deadline = next.map { min($0, job.deadline) } ?? job.deadline
        let interest: SocketWait.Interest = exchange.isFlushed ? .reading : [.reading, .writing]
        let ready = SocketWait.wait(for: interest, on: session.socket, wake: self.mailbox.wake, until: deadline)
        return ready.contains(.reading) ? session.receive(flushed: exchange.isFlushed) : nil
    }
}
#endif
