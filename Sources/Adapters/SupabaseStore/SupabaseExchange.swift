// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Sends one request and reads its answer within bounds.
struct SupabaseExchange: Sendable {
    let http: HTTPClient
    let endpoint: SupabaseEndpoint
    let headers: HTTPHeaders
    let maximumAnswerBytes: Int

    /// What of an error's body is read.
    private static let problemBytes = 65_536

    init(http: HTTPClient, _ configuration: SupabaseFunctions.Configuration) {
        self.http = http
        self.endpoint = configuration.endpoint
        self.maximumAnswerBytes = configuration.maximumAnswerBytes
        var headers = configuration.key.headers
        // Never a browser's: the gateway refuses secret keys from those.
        headers.add(name: "User-Agent", value: configuration.userAgent)
        headers.add(name: "X-Client-Info", value: configuration.userAgent)
        headers.add(name: "Accept", value: "application/json")
        headers.add(name: "Content-Type", value: "application/json")
        self.headers = headers
    }

    /// Sends a request. `hasHead` becomes true as soon as an answer has begun.
    func send(_ function: String, _ body: ByteBuffer, attempt: Int, hasHead: Flag) async throws -> SupabaseAnswer {
        var request = HTTPClientRequest(url: self.endpoint.address(of: function))
        request.method = .POST
        request.headers = self.headers
        if attempt > 1 { request.headers.add(name: "X-Retry-Count", value: "\(attempt - 1)") }
        request.body = .bytes(body)
        // The time limit is the caller's, which covers the body of the answer too.
        let response = try await self.http.execute(request, deadline: .distantFuture)
        hasHead.raise()
        let status = Int(response.status.code)
        var answer = SupabaseAnswer(status: status, headers: response.headers, body: [])
        if answer.isSuccess {
            answer.body = Array(buffer: try await response.body.collect(upTo: self.maximumAnswerBytes))
        } else {
            answer.body = try await Self.beginning(of: response.body)
        }
        return answer
    }

    /// What there is of an error's body: the status is known and says more than a body that was cut.
    private static func beginning(of body: HTTPClientResponse.Body) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await chunk in body {
                bytes += chunk.readableBytesView.prefix(Self.problemBytes - bytes.count)
                if bytes.count >= Self.problemBytes { break }
            }
        } catch {
            try Task.checkCancellation()
        }
        return bytes
    }
}
