// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import CallStorage
import PostgreSQL

/// The functions of the shared store over connections of a pool.
struct PostgresFunctions: StoreFunctions {
    private let pool: PostgresPool
    private let configuration: PostgresStoreConfiguration

    init(_ pool: PostgresPool, _ configuration: PostgresStoreConfiguration) {
        self.pool = pool
        self.configuration = configuration
    }

    func call(_ function: String, _ argument: [UInt8]) async throws -> [UInt8] {
        // The names are ours; what comes from elsewhere is in the parameter.
        let result = try await self.query("select public.\(function)($1::jsonb)", [.utf8(argument)], of: function)
        guard result.rows.count == 1, let answer = result.rows[0][0].bytes else {
            throw StoreError(.unavailable, "\(function) of the shared store answered nothing")
        }
        return answer
    }

    func ping() async throws {
        _ = try await self.query("select 1", [], of: "ping")
    }

    func close() async { await self.pool.shutdown(within: self.configuration.closing) }

    private func query(
        _ sql: String,
        _ parameters: [PostgresParameter],
        of function: String
    ) async throws -> PostgresResult {
        let clock = ContinuousClock()
        let end = clock.now + self.configuration.timeout
        var isRepeated = false
        while true {
            do {
                return try await self.pool.query(sql, parameters, timeout: end - clock.now)
            } catch {
                // The server or a pooler may have closed a connection that we held to be good. Every function may be
                // repeated.
                guard error.code == .closed, !isRepeated, clock.now < end else {
                    throw PostgresFailure.storeError(error, of: function)
                }
                isRepeated = true
            }
        }
    }
}
#endif
