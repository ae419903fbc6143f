// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import HTTPTypes
import Logging
import NIOCore
import Twilio
import WebSockets

/// Decides which WebSockets become media streams: those that Twilio has signed and whose token is good.
///
/// The signature comes first, so that somebody who has seen a token cannot burn it.
struct StreamGate: Sendable {
    let address: GatewayAddress
    let manager: CallSessionManager
    let limits: StreamLimits
    let rates: RequestLimits
    let slots: StreamSlots
    let logger: Logger

    init(
        _ configuration: GatewayConfiguration,
        address: GatewayAddress,
        limits rates: RequestLimits,
        manager: CallSessionManager,
        logger: Logger
    ) {
        self.address = address
        self.manager = manager
        self.limits = configuration.streams
        self.rates = rates
        self.slots = StreamSlots(limit: configuration.streams.unstarted)
        self.logger = logger
    }

    @Sendable func decide(_ request: WebSocketUpgradeRequest) -> WebSocketUpgradeDecision {
        let path = request.head.path ?? ""
        guard path.utf8.starts(with: GatewayPath.stream.utf8) else { return .notWebSocket }
        guard let validator = self.address.validator(for: request.head, peer: request.remoteAddress) else {
            return Self.refuse(.starting)
        }
        let verdict = validator.verdict(
            signature: request.head.headerFields[.xTwilioSignature],
            settings: request.head.headerFields[.xTwilioSignatureSettings],
            target: path,
            content: .webSocketUpgrade,
            account: self.account(of: request)
        )
        guard verdict.isValid else {
            GatewayMetrics.streamRefused(reason: verdict.rawValue).increment()
            if let wait = self.take(.failedSignatures, request) {
                return Self.refuse(.tooManyRequests(retryAfter: wait))
            }
            RefusalReport(
                validator: validator,
                head: request.head,
                content: .webSocketUpgrade,
                remoteAddress: request.remoteAddress
            ).log("stream refused", verdict, route: GatewayPath.stream + "{token}", to: self.logger)
            return Self.refuse(.streamRefused)
        }
        if let wait = self.take(.streams, request) {
            return self.refuse(.tooManyRequests(retryAfter: wait), "rate_limited", request)
        }
        return self.admit(request)
    }

    /// An upgrade names no account, but its token is of a call of one, whose token has to have signed.
    private func account(of request: WebSocketUpgradeRequest) -> AccountSID? {
        guard let token = StreamToken(path: Self.token(in: request.path)) else { return nil }
        return self.manager.info(of: token).flatMap { AccountSID($0.account) }
    }

    private func take(_ scope: RateScope, _ request: WebSocketUpgradeRequest) -> Duration? {
        self.rates.take(scope, request.head.headerFields, request.remoteAddress, self.logger)
    }

    private func admit(_ request: WebSocketUpgradeRequest) -> WebSocketUpgradeDecision {
        guard let slot = self.slots.take() else {
            return self.refuse(.tooManyStreams, "too_many_unstarted", request)
        }
        guard let token = StreamToken(path: Self.token(in: request.path)) else {
            return self.refuse(.streamRefused, "malformed_token", request)
        }
        guard let grant = self.manager.redeem(token) else {
            return self.refuse(.streamRefused, "token_unknown_used_or_expired", request)
        }
        let (manager, limits, logger) = (self.manager, self.limits, self.logger)
        return .upgrade(configuration: limits.webSocket) { _ in
            MediaStreamHandler(grant: grant, slot: slot, manager: manager, limits: limits, logger: logger)
        }
    }

    /// Twilio's documentation lets it put a slash behind the address.
    private static func token(in path: String) -> Substring {
        let token = path.dropFirst(GatewayPath.stream.count)
        return token.utf8.last == UInt8(ascii: "/") ? token.dropLast() : token
    }

    private func refuse(
        _ problem: Problem,
        _ reason: String,
        _ request: WebSocketUpgradeRequest
    ) -> WebSocketUpgradeDecision {
        GatewayMetrics.streamRefused(reason: reason).increment()
        self.logger.warning(
            "stream refused",
            metadata: [
                "refusal.reason": "\(reason)",
                "client.address": "\(request.remoteAddress?.ipAddress ?? "unknown")",
            ]
        )
        return Self.refuse(problem)
    }

    private static func refuse(_ problem: Problem) -> WebSocketUpgradeDecision {
        let (head, body) = problem.answer(requestID: nil)
        return .refuse(head, body: body)
    }
}
