// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore

/// Which calls; the same conditions, with the same names, as in `GET /api/calls`.
struct CallFilterOptions: ParsableArguments {
    @Option(help: "true: only calls that go on; false: only calls that are over.") var active: String?
    @Option(help: "Received at this day or time or later: 2026-11-23 or 2026-11-23T08:30:00Z.") var from: String?
    @Option(help: "Received before this day or time.") var to: String?
    @Option(help: "From or to this number or address: +E.164, client:NAME, sip:USER@HOST.") var number: String?
    @Option(help: "inbound or outbound.") var direction: String?
    @Option(help: "The carrier's word, such as completed, busy, no-answer.") var status: String?
    @Option(help: "How the conversation ended: success, caller_error, server_error, upstream_error, moved.")
    var result: String?

    func validate() throws {
        _ = try self.query()
    }

    /// The conditions; what is wrong with one is a usage error that names it.
    func query() throws -> CallQuery {
        var query = CallQuery()
        let options: [(String, String?)] = [
            ("active", self.active), ("from", self.from), ("to", self.to), ("number", self.number),
            ("direction", self.direction), ("status", self.status), ("result", self.result),
        ]
        for (name, value) in options {
            guard let value else { continue }
            try Self.take(value, for: name, in: &query)
        }
        return query
    }

    static func take(_ value: String, for name: String, in query: inout CallQuery) throws {
        do throws(QueryFlaw) {
            _ = try query.take(value, for: name)
        } catch {
            throw ValidationError("--\(error.message)")
        }
    }
}
