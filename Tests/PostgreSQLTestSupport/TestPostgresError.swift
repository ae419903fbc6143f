// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// Why there is no server to test with.
public struct TestPostgresError: Error, Sendable, CustomStringConvertible {
    /// What is wrong, with the end of the server's log where there is one.
    public let description: String
}
#endif
