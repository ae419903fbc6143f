// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import HTTPTypes
import Hummingbird
import Logging

/// Around every route: counts, names the request, and turns every error into a problem document.
struct RequestObserver: RouterMiddleware {
    typealias Context = GatewayContext

    let refusals: RefusalLog
    /// Makes spans; `nil` while tracing is off.
    let tracer: CallTracer?

    func handle(
        _ request: Request,
        context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.trace = self.tracer.map { RequestTrace($0, request) }
        var response = await self.answer(request, context, next)
        if let name = HTTPField.Name("X-Request-Id") { response.headers[name] = context.requestID }
        self.count(response, context)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(
        _ request: Request,
        _ context: GatewayContext,
        _ next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            self.refusals.tell(problem, route: Self.name(of: context.endpointPath), context)
            return problem.response(requestID: context.requestID)
        } catch let error as HTTPError {
            let problem = error.status == .notFound ? Problem.notFound : .other(error.status)
            self.refusals.tell(problem, route: Self.name(of: context.endpointPath), context)
            return problem.response(requestID: context.requestID)
        } catch {
            // R75: the process lives, the stranger learns nothing, the operator finds it by the id.
            context.logger.error("unexpected error in a route", metadata: ["error": "\(error)"])
            return Problem.unexpected.response(requestID: context.requestID)
        }
    }

    private func count(_ response: Response, _ context: GatewayContext) {
        let route = Self.name(of: context.endpointPath)
        context.trace?.end(route: route, status: response.status.code)
        self.refusals.metrics.request(route: route, status: response.status.code).increment()
        if let webhook = GatewayPath.webhookNames[route] {
            self.refusals.metrics.webhook(route: webhook, status: response.status.code).increment()
        }
    }

    private static func name(of endpoint: String?) -> String {
        guard let endpoint, endpoint != "NotFound" else { return GatewayLabels.unknownRoute }
        return endpoint.utf8.first == UInt8(ascii: "/") ? endpoint : "/" + endpoint
    }
}
