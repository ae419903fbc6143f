// SPDX-License-Identifier: Apache-2.0

public import Resilience

extension TwilioClient {
    /// Limits of the client. The defaults suit a server that answers calls.
    public struct Configuration: Sendable {
        /// How long making a connection may take, TLS included. Used by a client that makes its own HTTP client.
        public var connectTime: Duration = .seconds(5)
        /// How long one attempt may take in all, waiting for its turn included.
        public var requestTime: Duration = .seconds(10)
        /// How long all attempts of one request may take: no wait begins that would end later.
        public var totalTime: Duration = .seconds(30)
        /// How long the media of a recording may take to come.
        public var mediaTime: Duration = .seconds(300)
        /// The longest answer that is read, in bytes; media have limits of their own.
        public var maximumAnswerBytes = 4 << 20
        /// How often a request is tried where that is safe, and how long to wait between.
        public var retries = RetryPolicy(
            attempts: 4,
            backoff: Backoff(first: .milliseconds(250), cap: .seconds(5), jitter: .full),
            longestRetryAfter: .seconds(20)
        )
        /// The longest wish of Twilio to wait that is taken literally.
        public var longestRetryAfter: Duration = .seconds(20)
        /// How many retries each request earns; with 0.1, a tenth of the requests may be retries in the long run.
        public var retryShare = 0.1
        /// How many retries may come at once after a quiet time.
        public var retryBurst = 20
        /// When the client stops asking a broken API.
        public var breaker = CircuitBreakerPolicy()
        /// How long it stops asking when the credentials are refused.
        public var credentialsPause: Duration = .seconds(30)
        /// How many requests run at once.
        public var concurrentRequests = 20
        /// How many wait for their turn; more fail with ``TwilioRESTError/Code/overloaded``.
        public var waitingRequests = 200
        /// The most pages that are read of one list.
        public var maximumPages = 100
        /// To which hosts, and those below them, a request for media may be redirected.
        public var mediaHosts = ["twilio.com", "twiliocdn.com", "amazonaws.com"]
        /// What the client calls itself.
        public var userAgent = "Switchboard-TwilioREST/1"

        /// The defaults.
        public init() {}
    }
}
