// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Fetches media, which may lie on another host: credentials stay with Twilio's API.
struct MediaDownload: Sendable {
    let dispatcher: Dispatcher
    let maximumBytes: Int

    func begin(_ request: RESTRequest) async throws(TwilioRESTError) -> RecordingMedia {
        let hosts = self.dispatcher.configuration.mediaHosts
        let maximumBytes = self.maximumBytes
        do throws(RESTFailure) {
            let response = try await self.dispatcher.read(request) { exchange, response in
                var response = response
                var redirects = 0
                while [301, 302, 303, 307, 308].contains(response.status.code) {
                    redirects += 1
                    guard redirects <= 3, let location = response.headers.first(name: "location"),
                        let target = MediaTarget(location, endpoint: exchange.endpoint, hosts: hosts)
                    else {
                        throw TwilioRESTError(
                            .redirected,
                            "The media are redirected to where they are not fetched from."
                        )
                    }
                    response = try await exchange.http.execute(
                        target.request(userAgent: exchange.userAgent),
                        deadline: .distantFuture
                    )
                }
                return try await Self.check(response, exchange, maximumBytes)
            }
            return RecordingMedia(
                response,
                maximumBytes: self.maximumBytes,
                time: self.dispatcher.configuration.mediaTime,
                clock: self.dispatcher.clock
            )
        } catch {
            throw error.error
        }
    }

    private static func check(
        _ response: HTTPClientResponse,
        _ exchange: HTTPExchange,
        _ maximumBytes: Int
    ) async throws -> HTTPClientResponse {
        guard response.status.code < 400 else { throw try await exchange.error(response) }
        guard response.status == .ok else {
            throw TwilioRESTError(
                .malformedAnswer,
                "The media cannot be fetched.",
                answer: .init(status: Int(response.status.code))
            )
        }
        if let length = response.headers.first(name: "content-length").flatMap({ Int($0) }), length > maximumBytes {
            throw RecordingMedia.tooLarge(maximumBytes)
        }
        return response
    }
}
