// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Resilience

/// Sends a request once and reads its answer within bounds.
struct HTTPExchange: Sendable {
    let http: HTTPClient
    let endpoint: TwilioEndpoint
    let credentials: TwilioCredentials
    let userAgent: String
    let maximumAnswerBytes: Int
    let longestRetryAfter: Duration
    let now: @Sendable () -> Date

    var errorText: ErrorText { ErrorText(secrets: self.credentials.secrets) }

    /// Sends a request and waits for the head of the answer.
    func response(to request: RESTRequest, body: WatchedBody?) async throws -> HTTPClientResponse {
        let target = request.target(account: self.credentials.account)
        var outgoing = HTTPClientRequest(url: self.endpoint.description + target)
        outgoing.method = request.method
        outgoing.headers.add(name: "Authorization", value: self.credentials.authorization)
        outgoing.headers.add(name: "Accept", value: request.accept)
        outgoing.headers.add(name: "Accept-Charset", value: "utf-8")
        outgoing.headers.add(name: "User-Agent", value: self.userAgent)
        if let body {
            outgoing.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            outgoing.body = .stream(body, length: .known(Int64(body.buffer.readableBytes)))
        }
        // The time limit is the dispatcher's, which covers the body of the answer too.
        return try await self.http.execute(outgoing, deadline: .distantFuture)
    }

    /// Reads the whole answer, or fails with the error it is.
    func answer(_ response: HTTPClientResponse) async throws -> RESTAnswer {
        guard response.status.code < 400 else { throw try await self.error(response) }
        guard (200..<300).contains(response.status.code) else {
            throw TwilioRESTError(
                .redirected,
                "Twilio's API answers with a redirect.",
                answer: .init(status: Int(response.status.code))
            )
        }
        var body: [UInt8] = []
        for try await chunk in response.body {
            guard body.count + chunk.readableBytes <= self.maximumAnswerBytes else {
                throw TwilioRESTError(
                    .answerTooLarge,
                    "The answer has more than \(self.maximumAnswerBytes) bytes.",
                    answer: .init(status: Int(response.status.code))
                )
            }
            body += chunk.readableBytesView
        }
        return RESTAnswer(status: Int(response.status.code), headers: response.headers, body: body)
    }

    /// The error that an answer is. Its body is read as far as is useful and never decides whether there is an error.
    func error(_ response: HTTPClientResponse) async throws -> TwilioRESTError {
        var body: [UInt8] = []
        do {
            for try await chunk in response.body {
                body += chunk.readableBytesView.prefix(16_384 - body.count)
                if body.count >= 16_384 { break }
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // The status is known and says more than a body that was cut.
            body = []
        }
        let answer = RESTAnswer(status: Int(response.status.code), headers: response.headers, body: body)
        return TwilioRESTError(
            answer,
            text: self.errorText,
            retryAfter: response.headers.first(name: "retry-after").flatMap {
                RetryAfter.duration($0, now: self.now()).map { min($0, self.longestRetryAfter) }
            }
        )
    }
}
