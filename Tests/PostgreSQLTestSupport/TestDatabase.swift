// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// A database of a test's own.
public struct TestDatabase: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// How to connect as its owner, a superuser: over TCP on the loopback address, with a password.
    public let url: String
}
#endif
