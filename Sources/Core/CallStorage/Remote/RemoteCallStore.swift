// SPDX-License-Identifier: Apache-2.0

import CallCore
import Resilience
import Synchronization

/// A store that several servers share, behind functions of its own: PostgreSQL, directly or through Supabase.
///
/// All servers write at once and none of them leads. A batch is added up from what this server knows of the calls and
/// written on condition that it still holds; if another server was quicker, the answer says how things are, and the
/// batch is added up again. Repeating a batch whose fate is unknown changes nothing: events have names.
///
/// ```swift
/// let store = RemoteCallStore(functions)
/// if let mend = try await store.probe().mend { throw … }
/// let stored = try await store.append(events)
/// ```
package final class RemoteCallStore: CallStore {
    let functions: any StoreFunctions
    let configuration: RemoteStoreConfiguration
    let cache: Mutex<FoldCache>
    let clock: any Clock<Duration>

    /// Puts a store on top of functions. `clock` is for waits between attempts.
    package init(
        _ functions: any StoreFunctions,
        configuration: RemoteStoreConfiguration = RemoteStoreConfiguration(),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.functions = functions
        self.configuration = configuration
        self.cache = Mutex(FoldCache(bound: configuration.folds))
        self.clock = clock
    }

    /// Whether the store has the tables and functions that this program needs.
    ///
    /// Throws ``CallCore/StoreError``: `.unavailable` if it cannot be reached, or if its role would see nothing there.
    package func probe() async throws -> SchemaState {
        let answer: RemoteAnswer.Version
        do {
            answer = try await self.ask("switchboard_version", RemoteArgument.Nothing())
        } catch let error as StoreError where error.cause is MissingFunction {
            return .missing
        }
        if answer.rowSecurity == true {
            throw StoreError(
                .unavailable,
                "row level security hides the shared store from this role; let it own the tables or give it BYPASSRLS"
            )
        }
        if let encoding = answer.encoding, encoding != "UTF8" {
            throw StoreError(.unavailable, "the shared store's encoding is \(encoding); create its database with UTF8")
        }
        return SchemaState(version: answer.version)
    }

    /// How many calls are remembered.
    package var remembered: Int { self.cache.withLock { $0.count } }

    /// Whether the store can be reached now.
    package func ping() async throws { try await self.functions.ping() }

    /// Lets go of connections; everything later is `.unavailable`.
    package func close() async { await self.functions.close() }

    /// Calls a function with a value and reads its answer.
    func ask<Answer: Decodable>(_ function: String, _ argument: some Encodable) async throws -> Answer {
        let bytes = try RemoteJSON.bytes(of: argument)
        return try await self.ask(function, bytes: bytes)
    }

    func ask<Answer: Decodable>(_ function: String, bytes: [UInt8]) async throws -> Answer {
        let answer = try await self.functions.call(function, bytes)
        return try RemoteJSON.value(Answer.self, answer, of: function)
    }
}
