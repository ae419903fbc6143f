// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// Answers a request by the routes: what Hummingbird's `Application` does between its server and its router.
struct GatewayResponder<Routes: HTTPResponder>: Sendable where Routes.Context == GatewayContext {
    private let routes: Routes
    private let logger: Logger
    private let date = DateField()

    init(_ routes: Routes, logger: Logger) {
        self.routes = routes
        self.logger = logger
    }

    // Concurrent, as Hummingbird's own functions are: the task's preferred executor, the connection's event loop, runs it.
    @concurrent
    @Sendable func respond(
        to request: Request,
        _ writer: consuming ResponseWriter,
        on channel: any Channel
    ) async throws {
        let context = GatewayContext(source: ApplicationRequestContextSource(channel: channel, logger: self.logger))
        var response: Response
        do {
            response = try await self.routes.respond(to: request, context: context)
        } catch {
            // Routes turn what they know into problems (``RequestObserver``); this is none of it.
            context.logger.error("request failed", metadata: ["error": "\(error)"])
            response = Problem.unexpected.response(requestID: context.requestID)
        }
        response.headers[.date] = self.date.text
        try await writer.write(response: response.head, body: response.body)
    }
}
