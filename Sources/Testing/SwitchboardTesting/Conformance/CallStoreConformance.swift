// SPDX-License-Identifier: Apache-2.0

public import CallCore

/// What every ``CallCore/CallStore`` has to do, as checks that any test framework or command can run.
///
/// Texts come back byte for byte with one exception: U+0000, which not every database can keep. The journal cleans it
/// away before anything is stored; a store that gets one nevertheless keeps it or has U+FFFD in its place, always the
/// same of the two.
///
/// ```swift
/// @Test(arguments: CallStoreConformance.checks)
/// func keepsThePromise(_ check: CallStoreConformance.Check) async throws {
///     try await check.run(on: InMemoryCallStore())
/// }
/// ```
public enum CallStoreConformance {
    /// One promise.
    public struct Check: Sendable, CustomStringConvertible {
        /// The promise as a sentence.
        public let description: String
        private let body: @Sendable (any CallStore) async throws -> Void

        init(_ description: String, _ body: @escaping @Sendable (any CallStore) async throws -> Void) {
            self.description = description
            self.body = body
        }

        /// Tries the promise on an empty store; throws ``ConformanceFailure`` if it is not kept, or the store's error.
        public func run(on store: any CallStore) async throws {
            try await self.body(store)
        }
    }

    /// All promises.
    public static let checks: [Check] =
        Self.appending + Self.concurrency + Self.refusing + Self.lateness + Self.reading + Self.paging + Self.filtering
        + Self.searching
        + Self.searchPaging + Self.hostileSearching + Self.erasing + Self.exactness

    /// Runs all checks, each on a store of its own, and returns what failed: the promise and why.
    public static func failures(
        of makeStore: @Sendable () async throws -> any CallStore
    ) async -> [(promise: String, reason: String)] {
        var failures: [(promise: String, reason: String)] = []
        for check in Self.checks {
            do {
                try await check.run(on: try await makeStore())
            } catch {
                failures.append((check.description, "\(error)"))
            }
        }
        return failures
    }
}
