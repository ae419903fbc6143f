// SPDX-License-Identifier: Apache-2.0

import Hummingbird

/// Requests are answered on their connection's event loop, where calls' audio passes too. Those whose answer may be long
/// (a transcript of hours, a page of calls) are answered elsewhere.
struct AwayFromEventLoop: RouterMiddleware {
    typealias Context = GatewayContext

    func handle(
        _ request: Request,
        context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        try await withTaskExecutorPreference(globalConcurrentExecutor) {
            try await next(request, context)
        }
    }
}
