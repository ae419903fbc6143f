// SPDX-License-Identifier: Apache-2.0

package import AsyncHTTPClient
import CallCore
import CallStorage
import NIOCore
package import Resilience
import Synchronization

/// The functions of a shared store in a Supabase project, called over its REST interface (PostgREST).
///
/// ```swift
/// let configuration = try SupabaseFunctions.Configuration(url: url, key: key)
/// let store = RemoteCallStore(SupabaseFunctions(configuration, observer: SupabaseMetrics()))
/// ```
/// Only `POST /rest/v1/rpc/…` is used, with one JSON argument and one JSON result, so that no length of a URL, no
/// escaping, no cut at 1,000 rows and no rule about columns can change what is stored or read. All functions may be
/// repeated without harm, because every event has an id; so whatever may pass is tried again as ``SupabaseRetryTable``
/// says. One gate, one budget of retries and one circuit breaker stand before all requests.
///
/// HTTP/1.1 only, although Supabase offers HTTP/2: the HTTP client has no pings, so over HTTP/2 it would go on using a
/// connection that died in silence for all requests until TCP gives it up after many minutes, while over HTTP/1.1 a
/// request that runs out of time takes its connection with it. At eight requests at a time HTTP/2 gains nothing, and its
/// GOAWAY after every 10,000 requests costs nobody anything this way.
package final class SupabaseFunctions: StoreFunctions {
    let configuration: Configuration
    let gate: RequestGate
    let breaker: CircuitBreaker
    let budget: RetryBudget
    let clock: any Clock<Duration>
    let observer: (any SupabaseObserver)?
    let exchange: SupabaseExchange
    let sinceStart: @Sendable () -> Duration
    let random: Mutex<AnyRandom>
    private let http: HTTPClient
    private let isOwnHTTP: Bool
    private let hasClosed = Flag()

    /// Opens nothing yet. Without `http` it makes an HTTP client of its own, which ``close()`` ends; one of yours should
    /// have ``httpConfiguration(for:)``.
    package init(
        _ configuration: Configuration,
        http: HTTPClient? = nil,
        clock: any Clock<Duration> = ContinuousClock(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        observer: (any SupabaseObserver)? = nil
    ) {
        self.configuration = configuration
        self.isOwnHTTP = http == nil
        self.http = http ?? HTTPClient(configuration: Self.httpConfiguration(for: configuration))
        self.exchange = SupabaseExchange(http: self.http, configuration)
        self.clock = clock
        self.sinceStart = Self.stopwatch(clock)
        self.random = Mutex(AnyRandom(base: random))
        self.observer = observer
        self.gate = RequestGate(
            limit: configuration.concurrentRequests,
            queueLimit: configuration.waitingRequests,
            longestWait: configuration.longestWait,
            clock: clock
        )
        self.budget = RetryBudget(share: configuration.retryShare, capacity: configuration.retryBurst)
        self.breaker = CircuitBreaker(name: "Supabase", policy: configuration.breaker, clock: clock, random: random) {
            observer?.breakerChanged($0)
        }
    }

    /// The HTTP client's configuration: HTTP/1.1, no redirects (a key must not follow one), no decompression,
    /// certificates checked, connections given up before the other side does.
    package static func httpConfiguration(for configuration: Configuration) -> HTTPClient.Configuration {
        var http = HTTPClient.Configuration()
        http.httpVersion = .http1Only
        http.redirectConfiguration = .disallow
        http.decompression = .disabled
        http.timeout.connect = TimeAmount(configuration.connectTime)
        http.connectionPool.idleTimeout = TimeAmount(configuration.idleTime)
        http.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, configuration.concurrentRequests)
        // Retries are ours, which are counted and bounded.
        http.connectionPool.retryConnectionEstablishment = false
        return http
    }

    /// Where the project is.
    package var address: String { self.configuration.endpoint.description }

    /// How the circuit breaker stands, and what failed last.
    package var health: CircuitSnapshot { self.breaker.snapshot }

    /// How many requests run now.
    package var inFlight: Int { self.gate.inside }

    /// Calls a function. See ``CallStorage/StoreFunctions/call(_:_:)``.
    package func call(_ function: String, _ argument: [UInt8]) async throws -> [UInt8] {
        guard !function.isEmpty, function.utf8.allSatisfy({ Self.isInName($0) }) else {
            throw StoreError(.invalidQuery, "\(function.debugDescription) is no name of a function")
        }
        guard !self.hasClosed.isRaised else { throw StoreError(.unavailable, "the connection to Supabase is closed") }
        do {
            return try await self.send(function, argument)
        } catch let error as SupabaseError {
            throw Self.storeError(error, function)
        }
    }

    /// Asks the cheapest question: gateway, key, PostgREST and database all have to answer it.
    package func ping() async throws {
        _ = try await self.call("switchboard_version", Array("{}".utf8))
    }

    /// Closes the connections; everything later is `.unavailable`.
    package func close() async {
        self.hasClosed.raise()
        guard self.isOwnHTTP else { return }
        do {
            try await self.http.shutdown()
        } catch {
            // It was closed before, or requests were still running and have failed now, as they should.
        }
    }

    private static func isInName(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    static func stopwatch(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }

    private static func storeError(_ error: SupabaseError, _ function: String) -> StoreError {
        guard case .failed(let outcome) = error.code else {
            return StoreError(.unavailable, error.message, cause: error)
        }
        guard outcome != .notMigrated else {
            let facts = error.answer.map { " (\($0))" } ?? ""
            return StoreError(.unavailable, error.message + facts, cause: MissingFunction(function))
        }
        let rule = outcome.rule
        return StoreError(rule.code, error.message, cause: error, wantsSmallerBatch: rule.mayFitInHalf)
    }
}
