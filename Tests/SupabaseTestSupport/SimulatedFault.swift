// SPDX-License-Identifier: Apache-2.0

/// What goes wrong with one request.
package enum SimulatedFault: Sendable {
    /// This is answered, and nothing runs.
    case answers(SimulatedAnswer)
    /// An error in PostgREST's words, and nothing runs.
    case fails(SimulatedError)
    /// The connection ends before anything runs.
    case closesBefore
    /// The function runs, and the connection ends without an answer.
    case closesAfterCommit
    /// The function runs, and this is answered instead (502, 57P01 at COMMIT, …).
    case answersAfterCommit(SimulatedAnswer)
    /// The function runs, and no answer ever comes.
    case hangsAfterCommit
    /// Nothing runs, and no answer ever comes.
    case hangsBefore
    /// The function runs; its answer announces its length and ends in the middle.
    case cutsAnswer
    /// The function runs; its answer comes in chunks, and the connection ends in the middle of the second.
    case cutsChunks
    /// The function runs; its answer is half of the JSON, and announced so.
    case cutsJSON
    /// The function runs; its answer has this type.
    case mistypes(String)
    /// The function runs; its answer comes byte by byte.
    case dribbles
    /// The function runs, its answer comes, and the connection ends with an announcement.
    case announcesClose
    /// The function runs, its answer comes, and the connection ends without one.
    case closesSilently
    /// Nothing of it.
    case none
}

extension SimulatedFault {
    /// A statement that ran out of time.
    package static let statementTimeout = Self.fails(
        SimulatedError("57014", "canceling statement due to statement timeout")
    )
    /// None of PostgREST's connections became free.
    package static let poolTimeout = Self.fails(
        SimulatedError("PGRST003", "Timed out acquiring connection from connection pool.")
    )
    /// The database is away.
    package static let databaseAway = Self.fails(
        SimulatedError(
            "PGRST000",
            "Database connection error. Retrying the connection.",
            details: #"connection to server at "db.internal" (10.0.0.7), port 5432 failed"#
        )
    )
    /// The schema is not loaded yet.
    package static let schemaNotLoaded = Self.fails(
        SimulatedError("PGRST002", "Could not query the database for the schema cache. Retrying.")
    )
    /// The gateway's clock is ahead.
    package static let issuedInFuture = Self.fails(SimulatedError("PGRST303", "JWT issued at future"))
}
