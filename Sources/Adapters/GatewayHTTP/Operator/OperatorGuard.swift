// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Resilience
import ServiceContextModule

/// Lets only operators pass: with a key of the needed scope from anywhere; without configured keys from this machine in
/// development, and nobody in production.
///
/// ```swift
/// router.group().add(middleware: OperatorGuard(access, .control)).route("/api/calls", .post, use: …)
/// ```
/// The name of the key stands in every log line of the request as `operator.key`.
struct OperatorGuard: RouterMiddleware {
    typealias Context = GatewayContext

    private let access: OperatorAccess
    private let scope: APIScope

    init(_ access: OperatorAccess, _ scope: APIScope) {
        self.access = access
        self.scope = scope
    }

    func handle(
        _ request: Request,
        context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        try self.limitGuesses(request, context)
        let (name, scope) = try self.identify(request, context)
        context.operatorKey = name
        context.logger[metadataKey: "operator.key"] = "\(name)"
        guard scope >= self.scope else {
            self.report("scope_too_narrow", "use a key with the scope \(self.scope.rawValue)", context)
            throw Problem.scopeNeeded
        }
        let isRead = [.get, .head, .options].contains(request.method)
        if !isRead { try self.refuseOtherSites(request, context) }
        let rate: RateScope = isRead ? .operatorReads : .operatorControl
        if let wait = self.access.limits.take(rate, request.headers, context.remoteAddress, context.logger) {
            throw Problem.tooManyRequests(retryAfter: wait)
        }
        context.trace?.authenticated()
        return try await ServiceContext.within(context.trace?.context) { [context] in try await next(request, context) }
    }

    /// Who guesses keys is not heard any more, whatever he guesses next.
    private func limitGuesses(_ request: Request, _ context: GatewayContext) throws(Problem) {
        let wait = self.access.limits.excess(.failedKeys, request.headers, context.remoteAddress, context.logger)
        if let wait { throw .tooManyRequests(retryAfter: wait) }
    }

    private func identify(_ request: Request, _ context: GatewayContext) throws(Problem) -> (String, APIScope) {
        guard self.access.keys.isEmpty else {
            let key = Self.bearer(request.headers)
            if let entry = key.flatMap({ self.access.keys.entry(of: $0) }) { return (entry.name, entry.scope) }
            _ = self.access.limits.take(.failedKeys, request.headers, context.remoteAddress, context.logger)
            self.report(key == nil ? "missing_key" : "wrong_key", Self.mend(key), context)
            throw .unauthorised
        }
        if self.access.environment == .production {
            self.report("no_keys_configured", "set API_KEYS", context)
            throw .operatorsOnly
        }
        guard self.isLocal(request, context) else {
            self.report("not_local", "set API_KEYS to reach operator routes from elsewhere", context)
            throw .operatorsOnly
        }
        return ("local", .admin)
    }

    /// RFC 6750 section 2.1. No other place is looked at: URLs end up in logs, and cookies go where they should not.
    private static func bearer(_ headers: HTTPFields) -> Substring? {
        guard let value = headers[.authorization] else { return nil }
        let parts = value.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1).map { Substring($0) }
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return parts[1]
    }

    /// For the log: what is wrong with the key, without the key. A plain key has no form that could be checked.
    private static func mend(_ key: Substring?) -> String {
        guard let key else { return "send Authorization: Bearer with one of API_KEYS" }
        guard key.hasPrefix(APIKey.prefix) else { return "send one of API_KEYS" }
        do throws(APIKey.Flaw) {
            _ = try APIKey(String(key))
            return "the key is well-formed but none of API_KEYS: was it revoked?"
        } catch {
            return "the key is damaged: \(error.rawValue)"
        }
    }

    private func refuseOtherSites(_ request: Request, _ context: GatewayContext) throws(Problem) {
        guard !CrossSite.isForged(request.head, origin: self.access.origin) else {
            self.report("cross_site", "only pages of this server's own origin may change something", context)
            throw .crossSite
        }
        guard !CrossSite.hasSimpleBody(request.headers) else { throw .notJSON }
    }

    /// From this machine, by the name of this machine, and through no proxy: otherwise a tunnel in front, or a web page
    /// whose host name points here, would be an operator.
    private func isLocal(_ request: Request, _ context: GatewayContext) -> Bool {
        let proxyFields: [HTTPField.Name] = [.forwarded, .xForwardedFor, .xForwardedHost, .xRealIP, .via]
        let isForwarded = proxyFields.contains { request.headers.contains($0) }
        guard !isForwarded, let peer = IPAddress(peer: context.remoteAddress), Self.isLoopback(peer) else {
            return false
        }
        let host = (request.head.authority ?? "").lowercased()
        let name = host.hasPrefix("[") ? host.dropFirst().prefix { $0 != "]" } : host.prefix { $0 != ":" }
        return name == "localhost" || IPAddress(name).map(Self.isLoopback) == true
    }

    static func isLoopback(_ address: IPAddress) -> Bool {
        AddressBlock.loopback.contains { $0.contains(address) }
    }

    private func report(_ reason: String, _ mend: String, _ context: GatewayContext) {
        self.access.limits.refusals.tell("operator request refused", reason, to: context.logger) {
            [
                "refusal.mend": "\(mend)",
                "client.address": "\(context.remoteAddress?.ipAddress ?? "unknown")",
            ]
        }
    }
}
