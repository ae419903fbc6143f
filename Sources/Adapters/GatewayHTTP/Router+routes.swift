// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

extension RouterMethods where Context == GatewayContext {
    typealias Handler = @Sendable (Request, GatewayContext) async throws -> Response

    /// Answers one method; `GET` answers `HEAD` too, which load balancers use. All other methods get 405 with `Allow`, but
    /// those in `others`, which ``also(_:_:use:)`` answers.
    @discardableResult
    func route(
        _ path: String,
        _ method: HTTPRequest.Method,
        besides others: [HTTPRequest.Method] = [],
        use handler: @escaping Handler
    ) -> Self {
        let own = method == .get ? [.get, .head] : [method]
        let allowed = own + others
        for method in HTTPRequest.Method.known where !others.contains(method) {
            let isAllowed = own.contains(method)
            self.on(RouterPath(path), method: method) { request, context -> Response in
                guard isAllowed else { throw Problem.methodNotAllowed(allowed: allowed) }
                return try await handler(request, context)
            }
        }
        return self
    }

    /// Answers a further method of a path, perhaps behind another guard.
    @discardableResult
    func also(_ path: String, _ method: HTTPRequest.Method, use handler: @escaping Handler) -> Self {
        self.on(RouterPath(path), method: method) { try await handler($0, $1) }
        return self
    }
}

extension HTTPRequest.Method {
    /// The methods the HTTP parser knows; it refuses all others itself.
    static let known: [HTTPRequest.Method] = [
        "ACL", "BIND", "CHECKOUT", "CONNECT", "COPY", "DELETE", "GET", "HEAD", "LINK", "LOCK", "M-SEARCH", "MERGE",
        "MKACTIVITY", "MKCALENDAR", "MKCOL", "MOVE", "NOTIFY", "OPTIONS", "PATCH", "POST", "PROPFIND", "PROPPATCH",
        "PURGE", "PUT", "QUERY", "REBIND", "REPORT", "SEARCH", "SOURCE", "SUBSCRIBE", "TRACE", "UNBIND", "UNLINK",
        "UNLOCK", "UNSUBSCRIBE",
    ].compactMap { HTTPRequest.Method(rawValue: $0) }
}
