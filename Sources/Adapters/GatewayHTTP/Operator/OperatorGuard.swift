// SPDX-License-Identifier: Apache-2.0

import Crypto
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Lets only operators pass: with a key from anywhere; without configured keys from this machine in development, and
/// nobody in production.
struct OperatorGuard: RouterMiddleware {
    typealias Context = GatewayContext

    private let digests: [SHA256.Digest]
    private let environment: GatewayEnvironment

    init(_ configuration: GatewayConfiguration) {
        self.digests = configuration.apiKeys.filter { !$0.isEmpty }.map { SHA256.hash(data: Array($0.utf8)) }
        self.environment = configuration.environment
    }

    func handle(
        _ request: Request,
        context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        try self.check(request, context)
        return try await next(request, context)
    }

    private func check(_ request: Request, _ context: GatewayContext) throws(Problem) {
        if !self.digests.isEmpty {
            guard self.hasKey(request) else {
                self.report("wrong_or_missing_key", "send Authorization: Bearer with one of API_KEYS", context)
                throw .unauthorised
            }
        } else if self.environment == .production {
            self.report("no_keys_configured", "set API_KEYS", context)
            throw .operatorsOnly
        } else if !self.isLocal(request, context) {
            self.report("not_local", "set API_KEYS to reach operator routes from elsewhere", context)
            throw .operatorsOnly
        }
    }

    /// Digests are equally long and compared in constant time, all of them each time.
    private func hasKey(_ request: Request) -> Bool {
        guard let value = request.headers[.authorization] else { return false }
        let parts = value.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1)
        guard parts.count == 2, String(Substring(parts[0])).lowercased() == "bearer" else { return false }
        let digest = SHA256.hash(data: Array(parts[1]))
        return self.digests.reduce(false) { found, candidate in
            let isEqual = candidate == digest
            return found || isEqual
        }
    }

    /// From this machine, by the name of this machine, and through no proxy: otherwise a tunnel in front, or a web page
    /// whose host name points here, would be an operator.
    private func isLocal(_ request: Request, _ context: GatewayContext) -> Bool {
        let proxyFields = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"]
        let isForwarded = proxyFields.contains { name in
            HTTPField.Name(name).map { request.headers.contains($0) } ?? false
        }
        guard !isForwarded, Self.isLoopback(context.remoteAddress?.ipAddress ?? "") else { return false }
        let host = (request.head.authority ?? "").lowercased()
        let name = host.hasPrefix("[") ? host.dropFirst().prefix { $0 != "]" } : host.prefix { $0 != ":" }
        return name == "localhost" || Self.isLoopback(String(name))
    }

    static func isLoopback(_ address: String) -> Bool {
        if address == "::1" { return true }
        let text = address.hasPrefix("::ffff:") ? address.dropFirst(7) : address[...]
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private func report(_ reason: String, _ mend: String, _ context: GatewayContext) {
        context.logger.notice(
            "operator request refused",
            metadata: [
                "refusal.reason": "\(reason)",
                "refusal.mend": "\(mend)",
                "client.address": "\(context.remoteAddress?.ipAddress ?? "unknown")",
            ]
        )
    }
}
