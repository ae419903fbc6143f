// SPDX-License-Identifier: Apache-2.0

public import Resilience

/// Where spans go, and within which bounds.
public struct OTLPConfiguration: Sendable {
    /// The collector's address for traces.
    public var endpoint: OTLPEndpoint
    /// Fields that each request carries, such as `Authorization`. Never logged.
    public var headers: [(name: String, value: String)]
    /// How long one attempt may take, its answer included.
    public var timeout = Duration.seconds(10)
    /// The most spans of one request.
    public var batchSize = 512
    /// How long a span waits at most before it is sent.
    public var batchDelay = Duration.seconds(5)
    /// The most spans that wait. What comes beyond is dropped and counted.
    public var queueSize = 2_048
    /// How long ``OTLPExporter/run()`` goes on after ``OTLPExporter/finish()`` to send what waits.
    public var flushDeadline = Duration.seconds(5)
    /// How often a request is tried.
    public var retry = RetryPolicy(
        attempts: 5,
        backoff: Backoff(first: .seconds(1), cap: .seconds(16)),
        longestRetryAfter: .seconds(60),
        totalTime: .seconds(120)
    )
    /// The most bytes of an answer that are read.
    public var maximumAnswerBytes = 65_536
    /// What is taken out of the spans' texts.
    public var redaction: LogRedaction
    /// How much a span may hold.
    public var limits = SpanLimits()

    /// The defaults, which are those of OpenTelemetry's batch processor and exporter.
    public init(
        endpoint: OTLPEndpoint,
        headers: [(name: String, value: String)] = [],
        redaction: LogRedaction = LogRedaction()
    ) {
        self.endpoint = endpoint
        self.headers = headers
        self.redaction = redaction
    }
}
