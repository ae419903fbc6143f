// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CLibPQ

/// Reads what libpq and servers complain of. What a server sends is a stranger's text: it is cut, its control
/// characters are dropped, and a password that it echoes is taken out.
enum ErrorText {
    private static let longest = 400

    /// The server's error in a result, or libpq's own when it made the result.
    static func error(of result: OpaquePointer, on connection: OpaquePointer, flushed: Bool) -> PostgresError {
        func field(_ code: Character) -> String? {
            PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { self.clean(String(cString: $0), connection) }
        }
        guard let state = field("C") else {
            return self.brokenConnection(String(cString: PQresultErrorMessage(result)), connection, flushed: flushed)
        }
        // The field V is the severity in English. An ERROR ends the transaction; when the whole session ends, it may
        // have been in the moment after the commit.
        let isAborted = field("V") == "ERROR" && !["40003", "08007"].contains(state)
        return PostgresError(
            .serverError,
            field("M") ?? "The server named no reason.",
            sqlState: state,
            outcome: isAborted ? .rolledBack : .unknown,
            subject: .init(constraint: field("n"), table: field("t"), column: field("c"))
        )
    }

    /// The error of a connection that cannot be used any more. `flushed` says whether all that was asked has been sent:
    /// a statement of which the end was never sent is not committed.
    static func brokenConnection(_ text: String, _ connection: OpaquePointer, flushed: Bool) -> PostgresError {
        let isNonsense = [
            "lost synchronization", "unexpected response", "do not agree", "could not interpret", "insufficient data",
            "extraneous data", "cannot be interpreted", "while idle",
        ].contains { text.contains($0) }
        let message = self.clean(text, connection)
        return PostgresError(
            isNonsense ? .protocolViolation : .closed,
            message.isEmpty ? "The connection broke." : message,
            outcome: flushed ? .unknown : .rolledBack
        )
    }

    /// Why no connection came about. The text was asked for with the SQLSTATE in it: `… FATAL:  28P01: password …`.
    static func connectError(_ connection: OpaquePointer) -> PostgresError {
        let text = String(cString: PQerrorMessage(connection))
        // What is behind the first line of each host's error is the server's DETAIL, HINT and LOCATION.
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("DETAIL") && !$0.hasPrefix("HINT") }
        let attempts = lines.filter { $0.hasPrefix("connection to server") }
        let message = self.clean((attempts.isEmpty ? lines : attempts).joined(separator: "; "), connection)
        let state = attempts.last.flatMap { self.sqlState(in: $0) }
        if PQconnectionNeedsPassword(connection) != 0 {
            return PostgresError(.refused, "The server asks for a password, and none is given.", sqlState: state)
        }
        if let state {
            let isRefused = state.hasPrefix("28") || ["3D000", "42501"].contains(state)
            return PostgresError(isRefused ? .refused : .connectionFailed, message, sqlState: state)
        }
        let isNonsense = [
            "expected authentication request", "invalid response to SSL", "unexpected message", "invalid message",
        ]
        .contains { text.contains($0) }
        return PostgresError(isNonsense ? .protocolViolation : .connectionFailed, message)
    }

    /// The five characters between `failed: FATAL:  ` and the next colon. The severity may be in any language; a
    /// SQLSTATE has a digit in it.
    private static func sqlState(in line: Substring) -> String? {
        guard let reason = line.firstRange(of: "failed: ")?.upperBound else { return nil }
        let parts = line[reason...].split(separator: ":").map { $0.drop { $0 == " " } }
        return parts.first { part in
            part.utf8.count == 5 && part.utf8.contains { (48...57).contains($0) }
                && part.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
        }.map { String($0) }
    }

    /// One line without control characters, of bounded length, without the password.
    static func clean(_ text: String, _ connection: OpaquePointer) -> String {
        let password = PQpass(connection).map { String(cString: $0) } ?? ""
        return self.clean(text, password: password)
    }

    static func clean(_ text: String, password: String) -> String {
        // A password of one or two letters is in every text; taking it out would say what it is.
        let safe = password.utf8.count > 2 ? self.replacing(password, in: text) : text
        let scalars = safe.unicodeScalars.map { scalar -> Unicode.Scalar in
            scalar.properties.generalCategory == .control ? " " : scalar
        }
        var cleaned = String(String.UnicodeScalarView(scalars)).split(separator: " ").joined(separator: " ")
        if cleaned.utf8.count > self.longest { cleaned = String(cleaned.prefix(self.longest)) + "…" }
        return cleaned
    }

    private static func replacing(_ password: String, in text: String) -> String {
        text.split(separator: password, omittingEmptySubsequences: false).joined(separator: "***")
    }
}
#endif
