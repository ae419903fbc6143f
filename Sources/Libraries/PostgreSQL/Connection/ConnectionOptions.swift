// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CLibPQ

/// libpq's connection parameters: from a string, and with what we add.
enum ConnectionOptions {
    /// What a connection string says, by keyword. What it leaves out is not in it.
    static func parse(_ connectionString: String) throws(PostgresError) -> [String: String] {
        guard !connectionString.utf8.contains(0) else {
            throw PostgresError(.invalidConfiguration, "The connection string has a zero byte in it.")
        }
        var complaint: UnsafeMutablePointer<CChar>?
        guard let list = PQconninfoParse(connectionString, &complaint) else {
            let text = complaint.map { String(cString: $0) } ?? ""
            PQfreemem(complaint)
            throw PostgresError(.invalidConfiguration, "The connection string cannot be read: \(self.reason(text)).")
        }
        defer { PQconninfoFree(list) }
        var options: [String: String] = [:]
        var next = list
        // The list ends with an entry without a keyword.
        while let keyword = next.pointee.keyword {
            if let value = next.pointee.val { options[String(cString: keyword)] = String(cString: value) }
            next += 1
        }
        return options
    }

    /// The kind of what libpq complains about, without the words of the string that it quotes.
    private static func reason(_ complaint: String) -> String {
        if complaint.contains("missing \"=\"") { return "a word without = (a value with spaces needs quotes)" }
        if complaint.contains("percent-encoded") { return "a % that is not followed by two hexadecimal digits" }
        if complaint.contains("unterminated quoted") { return "a quote is not closed" }
        if complaint.contains("IPv6") { return "an IPv6 address without its bracket" }
        if complaint.contains("unexpected character") { return "a character that cannot stand there" }
        if complaint.contains("query parameter") || complaint.contains("connection option") {
            return "an option that libpq does not know, twice the sign =, or none"
        }
        return "it is neither a URI nor a list of key=value"
    }

    /// What a connection is opened with.
    static func resolved(_ configuration: PostgresConfiguration) -> [String: String] {
        var options = [
            "fallback_application_name": configuration.applicationName,
            // A peer that is gone is found within about a minute when idle, and within half a one when it owes us an
            // acknowledgement. The kernel's own figures are two hours and a quarter of one.
            "keepalives": "1",
            "keepalives_idle": "30",
            "keepalives_interval": "10",
            "keepalives_count": "3",
            "tcp_user_timeout": "30000",
        ]
        options.merge(configuration.options) { _, given in given }
        options["client_encoding"] = "UTF8"
        return options
    }
}
#endif
