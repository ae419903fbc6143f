// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
extension PostgresConnection {
    /// Does several things in one transaction: all of them are kept, or none.
    ///
    /// It is rolled back when `body` throws, and what `body` threw is thrown. When the last step, the commit, has no
    /// answer, the error's ``PostgresError/outcome`` is unknown. Nobody else may use the connection meanwhile: take one
    /// from ``PostgresPool/withConnection(timeout:_:)``, or one of your own.
    @discardableResult
    public func transaction<Value>(
        isolation: PostgresIsolation = .readCommitted,
        _ body: (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        _ = try await self.query("begin isolation level \(isolation.rawValue)")
        let value: Value
        do {
            value = try await body(self)
        } catch {
            // One that cannot be rolled back is ended with its connection.
            do { _ = try await self.query("rollback") } catch { self.abort() }
            throw error
        }
        let result = try await self.query("commit")
        // A transaction in which a statement failed is rolled back by its commit, without an error.
        guard result.commandTag == "COMMIT" else {
            throw PostgresError(
                .serverError,
                "A statement of the transaction had failed.",
                sqlState: "25P02",
                outcome: .rolledBack
            )
        }
        return value
    }
}
#endif
