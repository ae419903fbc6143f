// SPDX-License-Identifier: Apache-2.0

import Resilience
package import SupabaseStore

/// A client in front of a simulated project, in time that only the test moves.
package struct SupabaseStage: Sendable {
    package let functions: SupabaseFunctions
    package let supabase: SimulatedSupabase
    package let clock: SupabaseClock
    package let log: SupabaseLog

    /// The client's limits, so that no time limit passes unless the test says so.
    package static func configuration(
        url: String,
        key: String = TestKeys.secret
    ) throws -> SupabaseFunctions.Configuration {
        var configuration = try SupabaseFunctions.Configuration(url: url, key: key)
        configuration.requestTime = SupabaseClock.limit * 2
        configuration.longestWait = SupabaseClock.limit * 2
        configuration.totalTime = .seconds(100)
        configuration.breaker.trip = .failures(1_000, within: .seconds(60))
        return configuration
    }

    /// Does something whose first request is never answered, and says that time is over once it has arrived.
    package func losingAnswer<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let before = self.supabase.requests.count
        async let value = body()
        while self.supabase.requests.count == before { await Task.yield() }
        self.clock.expire()
        return try await value
    }

    package static func perform<Value: Sendable>(
        _ supabase: SimulatedSupabase = SimulatedSupabase(),
        key: String = TestKeys.secret,
        configure: (inout SupabaseFunctions.Configuration) -> Void = { _ in },
        _ body: (SupabaseStage) async throws -> Value
    ) async throws -> Value {
        try await supabase.run { url in
            var configuration = try Self.configuration(url: url, key: key)
            configure(&configuration)
            let clock = SupabaseClock()
            let log = SupabaseLog()
            let functions = SupabaseFunctions(configuration, clock: clock, observer: log)
            let stage = SupabaseStage(functions: functions, supabase: supabase, clock: clock, log: log)
            do {
                let value = try await body(stage)
                await functions.close()
                return value
            } catch {
                await functions.close()
                throw error
            }
        }
    }
}
