// SPDX-License-Identifier: Apache-2.0

internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import Resilience

/// Posts one request to a collector and reads its answer within bounds.
struct OTLPTransport: Sendable {
    private let http: HTTPClient
    private let configuration: OTLPConfiguration
    private let clock: any Clock<Duration>
    private let userAgent: String

    init(http: HTTPClient, _ configuration: OTLPConfiguration, userAgent: String, clock: any Clock<Duration>) {
        self.http = http
        self.configuration = configuration
        self.userAgent = userAgent
        self.clock = clock
    }

    /// One request at a time, straight to the collector, and no span of its own: that would be exported too, for ever.
    static func httpConfiguration(_ configuration: OTLPConfiguration) -> HTTPClient.Configuration {
        var http = HTTPClient.Configuration()
        http.tracing.tracer = nil
        http.redirectConfiguration = .disallow
        http.httpVersion = .http1Only
        http.timeout.connect = TimeAmount(configuration.timeout)
        http.connectionPool.retryConnectionEstablishment = false
        return http
    }

    /// Sends a request; throws ``OTLPFailure`` or `CancellationError`.
    func send(_ body: [UInt8]) async throws -> [UInt8] {
        let (status, retryAfter, answer) = try await self.exchange(body)
        guard (200..<300).contains(status) else {
            throw OTLPFailure.refused(status: status, retryAfter: retryAfter)
        }
        return answer
    }

    private func exchange(_ body: [UInt8]) async throws -> (status: Int, retryAfter: Duration?, body: [UInt8]) {
        let request = self.request(body)
        let (http, bound) = (self.http, self.configuration.maximumAnswerBytes)
        do {
            return try await Deadline(after: self.configuration.timeout, clock: self.clock).run {
                let response = try await http.execute(request, deadline: .distantFuture)
                let retryAfter = response.headers.first(name: "Retry-After").flatMap { RetryAfter.duration($0) }
                return (Int(response.status.code), retryAfter, try await Self.read(response, atMost: bound))
            }
        } catch {
            try Task.checkCancellation()
            throw OTLPFailure.unanswered(error)
        }
    }

    private func request(_ body: [UInt8]) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: self.configuration.endpoint.url)
        request.method = .POST
        for field in self.configuration.headers { request.headers.add(name: field.name, value: field.value) }
        request.headers.replaceOrAdd(name: "Content-Type", value: "application/x-protobuf")
        request.headers.replaceOrAdd(name: "User-Agent", value: self.userAgent)
        request.body = .bytes(ByteBuffer(bytes: body))
        return request
    }

    /// The beginning of the answer. The status says whether the spans were taken: a body that is cut or too long changes
    /// nothing about that.
    private static func read(_ response: HTTPClientResponse, atMost bound: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await chunk in response.body {
                bytes += chunk.readableBytesView.prefix(bound - bytes.count)
                if bytes.count >= bound { break }
            }
        } catch {
            try Task.checkCancellation()
        }
        return bytes
    }
}
