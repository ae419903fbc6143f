// SPDX-License-Identifier: Apache-2.0

public import AsyncHTTPClient
public import FoundationEssentials
import NIOCore
public import Resilience
import Twilio

/// Twilio's REST API for calls and what belongs to them: <https://www.twilio.com/docs/usage/api>.
///
/// ```swift
/// let client = try TwilioClient(credentials: .authToken(account: account, token: token))
/// let call = try await client.calls.create(
///     NewCall(to: "+14155550100", from: "+14155550123", then: .url("https://voice.example.com/answered"))
/// ).get()
/// try await client.calls.update(call.sid, .ending())
/// try await client.shutdown()
/// ```
/// Reading, deleting and setting are repeated when they fail for a passing reason. What makes something happen is not:
/// its outcome has three ends (``RESTOutcome``), and for calls the client looks whether the call exists before it says
/// that it does not know. One circuit breaker, one budget of retries and one bounded queue stand before all requests.
/// Methods fail with ``TwilioRESTError``; cancelling the task ends a request at once.
public struct TwilioClient: Sendable {
    let dispatcher: Dispatcher
    private let ownHTTP: HTTPClient?

    /// A client. Without `http` it makes an HTTP client of its own, to be ended with ``shutdown()``.
    ///
    /// An HTTP client of yours should have ``httpConfiguration(for:)``: the API needs no redirects, and answers are not
    /// compressed. `now` is the time of day, for `Retry-After` and for finding calls.
    public init(
        credentials: TwilioCredentials,
        endpoint: TwilioEndpoint = .standard,
        http: HTTPClient? = nil,
        configuration: Configuration = Configuration(),
        clock: any Clock<Duration> = ContinuousClock(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        now: @escaping @Sendable () -> Date = { Date() },
        observer: (any TwilioRESTObserver)? = nil
    ) {
        let own = http == nil ? HTTPClient(configuration: Self.httpConfiguration(for: configuration)) : nil
        self.ownHTTP = own
        let exchange = HTTPExchange(
            // One of the two is there by construction.
            http: http ?? own ?? .shared,
            endpoint: endpoint,
            credentials: credentials,
            userAgent: configuration.userAgent,
            maximumAnswerBytes: configuration.maximumAnswerBytes,
            longestRetryAfter: configuration.longestRetryAfter,
            now: now
        )
        self.dispatcher = Dispatcher(
            exchange: exchange,
            configuration: configuration,
            clock: clock,
            random: random,
            observer: observer
        )
    }

    /// The HTTP client's configuration: no redirects, no decompression, certificates checked, HTTP/1.1 or 2 as offered,
    /// connections kept for a short while only, so that a request seldom meets one the other side is about to close.
    public static func httpConfiguration(for configuration: Configuration) -> HTTPClient.Configuration {
        var http = HTTPClient.Configuration()
        http.redirectConfiguration = .disallow
        http.decompression = .disabled
        http.timeout.connect = TimeAmount(configuration.connectTime)
        http.timeout.read = TimeAmount(configuration.requestTime)
        http.connectionPool.idleTimeout = .seconds(20)
        http.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, configuration.concurrentRequests)
        // Retries are the dispatcher's, who counts them.
        http.connectionPool.retryConnectionEstablishment = false
        return http
    }

    /// Ends the client's own HTTP client; nothing if it was given one.
    public func shutdown() async throws {
        try await self.ownHTTP?.shutdown()
    }

    /// How the circuit breaker stands.
    public var health: CircuitSnapshot { self.dispatcher.breaker.snapshot }
}

extension TwilioClient {
    /// Calls.
    public var calls: CallsAPI { CallsAPI(dispatcher: self.dispatcher) }
    /// Recordings.
    public var recordings: RecordingsAPI { RecordingsAPI(dispatcher: self.dispatcher) }
    /// Streams that listen to live calls.
    public var streams: StreamsAPI { StreamsAPI(dispatcher: self.dispatcher) }
    /// Messages.
    public var messages: MessagesAPI { MessagesAPI(dispatcher: self.dispatcher) }
    /// The account's numbers.
    public var phoneNumbers: PhoneNumbersAPI { PhoneNumbersAPI(dispatcher: self.dispatcher) }
    /// Queues and the calls that wait in them.
    public var queues: QueuesAPI { QueuesAPI(dispatcher: self.dispatcher) }
    /// Conferences and the calls in them.
    public var conferences: ConferencesAPI { ConferencesAPI(dispatcher: self.dispatcher) }
}
