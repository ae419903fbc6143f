// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CLibPQ

/// A `PGconn`, which one thread may use at a time.
///
/// That is kept by the compiler: this type is neither copyable nor `Sendable`, its pointer is private, and the only one
/// there is of a connection is a local variable of the function that its thread runs (``ConnectionLoop``).
struct LibPQSession: ~Copyable {
    /// What a step needs before it can go on.
    enum Need: Equatable {
        case reading
        case writing
        case nothing
    }

    private let pointer: OpaquePointer
    private let notices = NoticeBox()

    /// Begins to connect. Blocks while it finds the addresses of the host. `nil` when there is no memory.
    init?(_ options: [String: String]) {
        let pairs = options.sorted { $0.key < $1.key }
        let started = Self.withCStrings(pairs.map(\.key)) { keywords in
            Self.withCStrings(pairs.map(\.value)) { values in PQconnectStartParams(keywords, values, 0) }
        }
        guard let started else { return nil }
        self.pointer = started
        // Connecting, libpq tells the SQLSTATE only in the text of its error.
        PQsetErrorVerbosity(started, PQERRORS_VERBOSE)
        // Without a receiver of ours notices are written to standard error.
        PQsetNoticeReceiver(
            started,
            { box, result in
                guard let box, let result else { return }
                Unmanaged<NoticeBox>.fromOpaque(box).takeUnretainedValue().note(result)
            },
            // The box lives as long as the session, and the receiver is called by this session's functions only.
            Unmanaged.passUnretained(self.notices).toOpaque()
        )
    }

    deinit {
        PQfinish(self.pointer)
    }

    private static func withCStrings<Value>(
        _ strings: [String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
    ) -> Value {
        let bytes = strings.map { Array($0.utf8CString) }
        let block = Array(bytes.joined())
        return block.withUnsafeBufferPointer { block in
            var offset = 0
            var pointers: [UnsafePointer<CChar>?] = []
            for string in bytes {
                pointers.append(block.baseAddress?.advanced(by: offset))
                offset += string.count
            }
            // The list ends with a null pointer; so it is never empty, and has an address.
            pointers.append(nil)
            return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
        }
    }

    // MARK: Connecting

    /// The socket; less than 0 when there is none. It changes while connecting.
    var socket: Int32 { PQsocket(self.pointer) }

    /// Whether the connection broke.
    var isBad: Bool { PQstatus(self.pointer) == CONNECTION_BAD }

    /// Goes on connecting as far as it goes without waiting; what it waits for then, or the error.
    func continueConnecting() -> Result<Need, PostgresError> {
        switch PQconnectPoll(self.pointer) {
        case PGRES_POLLING_OK: .success(.nothing)
        case PGRES_POLLING_READING: .success(.reading)
        case PGRES_POLLING_WRITING: .success(.writing)
        default: .failure(ErrorText.connectError(self.pointer))
        }
    }

    /// Why connecting failed.
    var connectError: PostgresError { ErrorText.connectError(self.pointer) }

    /// What is known of the server, when connected.
    func begin() -> ConnectionFacts? {
        PQsetErrorVerbosity(self.pointer, PQERRORS_DEFAULT)
        guard PQsetnonblocking(self.pointer, 1) == 0 else { return nil }
        return ConnectionFacts(
            serverVersion: Int(PQserverVersion(self.pointer)),
            processID: Int(PQbackendPID(self.pointer)),
            isEncrypted: PQsslInUse(self.pointer) != 0
        )
    }

    // MARK: Asking

    /// Puts a job into the buffer of what is to be sent.
    func send(_ work: ConnectionJob.Work) -> PostgresError? {
        let sent =
            switch work {
            case .query(let sql, let parameters, let results):
                parameters.withPointers { types, values, lengths, formats in
                    PQsendQueryParams(
                        self.pointer,
                        sql,
                        Int32(parameters.count),
                        types,
                        values,
                        lengths,
                        formats,
                        results.rawValue
                    )
                }
            case .script(let sql):
                PQsendQuery(self.pointer, sql)
            }
        guard sent == 1 else {
            return ErrorText.brokenConnection(self.errorText, self.pointer, flushed: false).with(outcome: .notExecuted)
        }
        // Row by row, so that a result that is too large is seen before all of it is in memory.
        PQsetSingleRowMode(self.pointer)
        return nil
    }

    /// Sends what the socket takes; whether something is left.
    func flush() -> Result<Bool, PostgresError> {
        switch PQflush(self.pointer) {
        case 0: .success(false)
        case 1: .success(true)
        default: .failure(self.broken(flushed: false))
        }
    }

    /// Takes what the socket has.
    func receive(flushed: Bool) -> PostgresError? {
        PQconsumeInput(self.pointer) == 1 ? nil : self.broken(flushed: flushed)
    }

    /// Whether the next result has not come yet.
    var isBusy: Bool { PQisBusy(self.pointer) == 1 }

    /// The next result; `nil` when all have come. Call it when not ``isBusy``: it waits otherwise.
    func nextResult() -> LibPQResult? { PQgetResult(self.pointer).map { LibPQResult($0) } }

    /// The server's error in a result.
    func error(of result: borrowing LibPQResult, flushed: Bool) -> PostgresError {
        ErrorText.error(of: result.pointer, on: self.pointer, flushed: flushed)
    }

    /// Whether a transaction is open or failed.
    var isInTransaction: Bool { PQtransactionStatus(self.pointer) != PQTRANS_IDLE }

    // MARK: What comes by itself

    /// The next notification that has come.
    func nextNotification() -> PostgresNotification? {
        guard let notification = PQnotifies(self.pointer) else { return nil }
        defer { PQfreemem(notification) }
        return PostgresNotification(
            channel: String(cString: notification.pointee.relname),
            payload: notification.pointee.extra.map { String(cString: $0) } ?? "",
            processID: Int(notification.pointee.be_pid)
        )
    }

    /// What makes the connection unusable though nothing was asked: the server said good-bye, or spoke nonsense.
    func takeFarewell() -> PostgresError? {
        guard let farewell = self.notices.takeFarewell() else { return nil }
        return PostgresError(
            farewell.sqlState == nil ? .protocolViolation : .closed,
            ErrorText.clean(farewell.message, self.pointer),
            sqlState: farewell.sqlState
        )
    }

    // MARK: Breaking off

    /// What is needed to ask the server to stop what it is at, by a connection of its own.
    func cancelRequest() -> CancelRequest? { CancelRequest(PQgetCancel(self.pointer)) }

    private var errorText: String { String(cString: PQerrorMessage(self.pointer)) }

    private func broken(flushed: Bool) -> PostgresError {
        if let farewell = self.takeFarewell() { return farewell.with(outcome: flushed ? .unknown : .rolledBack) }
        return ErrorText.brokenConnection(self.errorText, self.pointer, flushed: flushed)
    }
}
#endif
