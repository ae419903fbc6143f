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
    let sealer: TokenSealer
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
        sealer: TokenSealer,
        manager: CallSessionManager,
        logger: Logger
    ) {
        self.address = address
        self.sealer = sealer
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
        // Nothing is done with it before Twilio's signature is seen to be right, too.
        let pass = self.sealer.pass(in: door.token(in: path))
        guard let validator = self.address.validator(for: request.head, peer: request.remoteAddress) else {
            return Self.refuse(.starting)
        }
        let verdict = validator.verdict(
            signature: request.head.headerFields[.xTwilioSignature],
            settings: request.head.headerFields[.xTwilioSignatureSettings],
            target: path,
            content: .webSocketUpgrade,
            // An upgrade names no account, but its token is of a call of one, whose token has to have signed.
            account: pass.flatMap { AccountSID($0.account) }
        )
        guard verdict.isValid else {
            self.rates.refusals.metrics.streamRefused(reason: verdict.rawValue).increment()
            if let wait = self.take(.failedSignatures, request) {
                return Self.refuse(.tooManyRequests(retryAfter: wait))
            }
            RefusalReport(
                validator: validator,
                head: request.head,
                content: .webSocketUpgrade,
                remoteAddress: request.remoteAddress,
                explanations: self.address.explanations
            ).log("stream refused", verdict, route: door.path + "{token}", in: self.rates.refusals, to: self.logger)
            return Self.refuse(.streamRefused)
        }
        if let wait = self.take(.streams, request) {
            return self.refuse(.tooManyRequests(retryAfter: wait), "rate_limited", request)
        }
        return self.admit(request, pass, at: door)
    }

    private func take(_ scope: RateScope, _ request: WebSocketUpgradeRequest) -> Duration? {
        self.rates.take(scope, request.head.headerFields, request.remoteAddress, self.logger)
    }

    private func admit(
        _ request: WebSocketUpgradeRequest,
        _ pass: StreamPass?,
        at door: StreamDoor
    ) -> WebSocketUpgradeDecision {
        guard let slot = self.slots.take() else {
            return self.refuse(.tooManyStreams, "too_many_unstarted", request)
        }
        guard let pass else { return self.refuse(.streamRefused, "malformed_token", request) }
        // A proxy passes a 503 over to a server that stays; a stream that was taken would be closed soon.
        if self.manager.sendsAway(pass) { return self.refuse(.shuttingDown, "draining", request, level: .info) }
        guard let claim = self.manager.claim(pass, for: door.purposes) else {
            return self.refuse(.streamRefused, "token_unknown_used_or_expired", request)
        }
        return self.open(door, pass, claim, slot)
    }

    private func open(
        _ door: StreamDoor,
        _ pass: StreamPass,
        _ claim: StreamClaim,
        _ slot: StreamSlots.Slot
    ) -> WebSocketUpgradeDecision {
        let (manager, limits, relayLimits, logger) = (self.manager, self.limits, self.relayLimits, self.logger)
        let faults = StreamFaults(self.rates.refusals)
        let entrance: @Sendable () -> StreamEntrance = {
            StreamEntrance(pass, claim, manager: manager, limits: limits)
        }
        switch door {
        case .stream:
            return .upgrade(configuration: limits.webSocket) { _ in
                MediaStreamHandler(
                    entrance: entrance(),
                    slot: slot,
                    manager: manager,
                    limits: limits,
                    faults: faults,
                    logger: logger
                )
            }
        case .relay:
            return .upgrade(configuration: relayLimits.webSocket) { _ in
                RelayHandler(
                    entrance: entrance(),
                    slot: slot,
                    manager: manager,
                    limits: relayLimits,
                    faults: faults,
                    logger: logger
                )
            }
        }
    }

    private func refuse(
        _ problem: Problem,
        _ reason: String,
        _ request: WebSocketUpgradeRequest,
        level: Logger.Level = .warning
    ) -> WebSocketUpgradeDecision {
        self.rates.refusals.metrics.streamRefused(reason: reason).increment()
        self.rates.refusals.tell("stream refused", reason, at: level, to: self.logger) {
            [
                "refusal.mend": "\(Self.mends[reason] ?? "see docs/logs.md")",
                "client.address": "\(request.remoteAddress?.ipAddress ?? "unknown")",
            ]
        }
        return Self.refuse(problem)
    }

    /// What to change, for the log.
    private static let mends = [
        "rate_limited": "if these are your calls, raise RATE_LIMIT_STREAMS",
        "too_many_unstarted": "streams are opened and never begin: who holds them open?",
        "malformed_token": "no address of ours ends so: a proxy in front must not change the path",
        "draining": "a proxy in front should send what is answered with 503 to another server",
        "token_unknown_used_or_expired":
            "a token is good once, and for a minute: does a proxy repeat requests, or is a server's clock wrong?",
    ]

    private static func refuse(_ problem: Problem) -> WebSocketUpgradeDecision {
        let (head, body) = problem.answer(requestID: nil)
        return .refuse(head, body: body)
    }
}
