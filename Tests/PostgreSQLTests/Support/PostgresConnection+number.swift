// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import PostgreSQL

extension PostgresConnection {
    /// The first value of a query's answer, as a number.
    func number(_ sql: String, _ parameters: [PostgresParameter] = []) async throws -> Int? {
        try await self.query(sql, parameters, timeout: .seconds(60)).rows.first?[0].integer
    }
}
#endif
