// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// What has come of a job so far.
struct QueryExchange {
    /// Whether all that was asked has been sent.
    var isFlushed = false
    /// The server's error; what else comes does not change it.
    private(set) var serverError: PostgresError?
    /// Why the connection cannot go on, though it is not broken.
    private(set) var violation: PostgresError?
    private let limit: Int
    private let isScript: Bool
    private var table = ResultTable()
    private var commandTag = ""
    private var affectedRows = 0

    init(limit: Int, isScript: Bool) {
        self.limit = limit
        self.isScript = isScript
    }

    /// How it ended, when all has come.
    var outcome: Result<PostgresResult, PostgresError> {
        if let error = self.serverError { return .failure(error) }
        return .success(
            PostgresResult(
                columns: self.table.columns,
                rows: PostgresRows(table: self.table),
                commandTag: self.commandTag,
                affectedRows: self.affectedRows
            )
        )
    }

    mutating func take(_ result: consuming LibPQResult, of session: borrowing LibPQSession) {
        switch result.kind {
        case .row, .end: self.takeRows(result)
        case .error: self.takeError(session.error(of: result, flushed: self.isFlushed))
        case .copy:
            let message = "COPY to and from the client is not supported."
            self.violation = PostgresError(.invalidParameter, message, outcome: .rolledBack)
        }
    }

    private mutating func takeRows(_ result: borrowing LibPQResult) {
        if result.kind == .end {
            self.commandTag = result.commandTag
            self.affectedRows = result.affectedRows
        }
        guard !self.isScript else { return }
        if self.table.columns.isEmpty { self.table.columns = result.columns }
        result.append(to: &self.table)
        guard self.table.size > self.limit else { return }
        let message = "The result has more than \(self.limit) bytes; the connection is closed."
        self.violation = PostgresError(.resultTooLarge, message, outcome: .unknown)
    }

    private mutating func takeError(_ error: PostgresError) {
        guard self.serverError == nil else { return }
        guard error.code == .serverError else {
            self.violation = error
            return
        }
        // A script may have ended transactions before the statement that failed.
        self.serverError = self.isScript ? error.with(outcome: .unknown) : error
    }
}
#endif
