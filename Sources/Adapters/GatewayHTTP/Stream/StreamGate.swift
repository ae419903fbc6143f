// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import HTTPTypes
import Logging
import NIOCore
import Twilio
import WebSockets

/// Decides which WebSockets become streams, of audio or of words: those that Twilio has signed and whose token is good.
///
/// The signature comes first, so that somebody who has seen a token cannot burn it.
struct StreamGate: Sendable {
    let address: GatewayAddress
    let manager: CallSessionManager
    let limits: StreamLimits
    let rates: RequestLimits
    let relayLimits: RelayLimits
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
        self.relayLimits = configuration.relay
        self.slots = StreamSlots(limit: configuration.streams.unstarted)
        self.logger = logger
    }

    @Sendable func decide(_ request: WebSocketUpgradeRequest) -> WebSocketUpgradeDecision {
        let path = request.head.path ?? ""
        guard let door = StreamDoor(path: path) else { return .notWebSocket }
        guard let validator = self.address.validator(for: request.head, peer: request.remoteAddress) else {
            return Self.refuse(.starting)
        }
        let verdict = validator.verdict(
            signature: request.head.headerFields[.xTwilioSignature],
            settings: request.head.headerFields[.xTwilioSignatureSettings],
            target: path,
            content: .webSocketUpgrade,
            account: self.account(of: request, at: door)
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
                remoteAddress: request.remoteAddress,
                explanations: self.address.explanations
            ).log("stream refused", verdict, route: door.path + "{token}", to: self.logger)
            return Self.refuse(.streamRefused)
        }
        if let wait = self.take(.streams, request) {
            return self.refuse(.tooManyRequests(retryAfter: wait), "rate_limited", request)
        }
        return self.admit(request, at: door)
    }

    /// An upgrade names no account, but its token is of a call of one, whose token has to have signed.
    private func account(of request: WebSocketUpgradeRequest, at door: StreamDoor) -> AccountSID? {
        guard let token = StreamToken(path: door.token(in: request.path)) else { return nil }
        return self.manager.info(of: token).flatMap { AccountSID($0.account) }
    }

    private func take(_ scope: RateScope, _ request: WebSocketUpgradeRequest) -> Duration? {
        self.rates.take(scope, request.head.headerFields, request.remoteAddress, self.logger)
    }

    private func admit(_ request: WebSocketUpgradeRequest, at door: StreamDoor) -> WebSocketUpgradeDecision {
        guard let slot = self.slots.take() else {
            return self.refuse(.tooManyStreams, "too_many_unstarted", request)
        }
        guard let token = StreamToken(path: door.token(in: request.path)) else {
            return self.refuse(.streamRefused, "malformed_token", request)
        }
        guard let grant = self.manager.redeem(token, for: door.purposes) else {
            return self.refuse(.streamRefused, "token_unknown_used_or_expired", request)
        }
        return self.open(door, grant, slot)
    }

    private func open(_ door: StreamDoor, _ grant: StreamGrant, _ slot: StreamSlots.Slot) -> WebSocketUpgradeDecision {
        let (manager, limits, relayLimits, logger) = (self.manager, self.limits, self.relayLimits, self.logger)
        switch door {
        case .stream:
            return .upgrade(configuration: limits.webSocket) { _ in
                MediaStreamHandler(grant: grant, slot: slot, manager: manager, limits: limits, logger: logger)
            }
        case .relay:
            return .upgrade(configuration: relayLimits.webSocket) { _ in
                RelayHandler(grant: grant, slot: slot, manager: manager, limits: relayLimits, logger: logger)
            }
        }
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
