// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging
import Twilio

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension WebhookRoutes {
    /// `POST /api/calls/incoming`: somebody calls, or somebody we have called has answered.
    @Sendable func incoming(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        try await self.answer(request, context, route: GatewayPath.incoming) { webhook, context in
            if self.isTooMany(webhook, request, context) { return self.sendAway(webhook, context) }
            return await self.receive(webhook, context)
        }
    }

    /// Whether this number calls too often, or too many calls come at once. Nothing of the call is kept then. Calls that
    /// we make are limited where they are ordered.
    private func isTooMany(_ webhook: SignedWebhook, _ request: Request, _ context: GatewayContext) -> Bool {
        if webhook.query["order"] != nil { return false }
        if self.rates.take(caller: webhook.parameters.from, context.logger) != nil { return true }
        return self.rates.take(.voiceWebhooks, request.headers, context.remoteAddress, context.logger) != nil
    }

    /// A caller is told in words; 429 would be an "application error" in his ear. Nobody is rung for him.
    private func sendAway(_ webhook: SignedWebhook, _ context: GatewayContext) -> TwiMLDocument {
        self.rates.refusals.tell("call gets no stream", "rate_limited", at: .warning, to: context.logger) {
            [
                "refusal.mend": "if one number may call so often, raise RATE_LIMIT_CALLER or RATE_LIMIT_VOICE",
                "call.from": "\(webhook.parameters.from.masked)",
            ]
        }
        return self.twiml(for: webhook).hangUp(saying: self.manager.dialogue.prompts.busy)
    }

    private func receive(_ webhook: SignedWebhook, _ context: GatewayContext) async -> TwiMLDocument {
        let info = await self.orderedInfo(from: webhook, context)
        if let pass = self.manager.pendingPass(of: webhook.call, for: self.medium.purpose) {
            context.logger.info("webhook repeated before its stream")
            return self.connect(pass, info, resumes: 0, webhook)
        }
        context.logger.info(
            "call received",
            metadata: [
                "call.from": "\(webhook.parameters.from.masked)", "call.to": "\(webhook.parameters.to.masked)",
            ]
        )
        let reception = await self.noteReceived(info, context)
        if let answer = self.connectAtOnce(info, webhook, context, isKept: reception.isKept) { return answer }
        switch reception {
        case .new:
            return await self.begin(info, isResumed: false, webhook, context)
        case .known(let record):
            // The same webhook once more, after its answer was forgotten: a repeated attempt, or a recording of one.
            guard !record.status.isTerminal else {
                context.logger.notice("webhook of a call that is over")
                return self.twiml(for: webhook).hangUp()
            }
            var known = record.info
            known.plan = known.plan ?? info.plan
            return await self.begin(known, isResumed: record.streams > 0, webhook, context)
        case .refused:
            let dialogue = self.manager.dialogue(for: info)
            return await self.overflow(
                dialogue.policy.lastResort,
                info,
                isResumed: false,
                dialogue,
                webhook,
                context,
                reason: "store_unavailable"
            )
        }
    }

    private func begin(
        _ info: CallInfo,
        isResumed: Bool,
        _ webhook: SignedWebhook,
        _ context: GatewayContext
    ) async -> TwiMLDocument {
        self.dialler?.arrived(info.id)
        if let document = await self.answeredByMachine(info, webhook, context) { return document }
        return await self.admit(info, isResumed: isResumed, webhook, context)
    }

    private enum Reception {
        case new
        case known(CallRecord)
        case refused

        /// Whether what happens in the call is kept; `nil` for a call that is over.
        var isKept: Bool? {
            switch self {
            case .new: true
            case .known(let record): record.status.isTerminal ? nil : true
            case .refused: false
            }
        }
    }

    /// The call is in the journal before anything is done for it.
    private func noteReceived(_ info: CallInfo, _ context: GatewayContext) async -> Reception {
        let id = EventID(naming: "received", info.id.rawValue)
        let (event, outcome) = await self.book.append(.received(info), in: info.id, named: id, context)
        switch outcome {
        case .stored(let stored) where event.time.microseconds != stored.event.time.microseconds:
            // It was there before: no two events of ours have the same time.
            return await self.book.look(up: info.id, context).record.map { .known($0) } ?? .new
        case .stored, .late:
            return .new
        case .refused(let error):
            context.logger.error("call cannot be kept", metadata: ["error": "\(error)"])
            return .refused
        }
    }

    /// Gives the call a stream, or does the next best thing.
    func admit(
        _ info: CallInfo,
        isResumed: Bool,
        resumes: Int = 0,
        attempt: Int = 0,
        from origin: String? = nil,
        _ webhook: SignedWebhook,
        _ context: GatewayContext
    ) async -> TwiMLDocument {
        let dialogue = self.manager.dialogue(for: info)
        let opening = Self.opening(origin, dialogue.prompts)
        let memory = isResumed ? await self.book.memory(of: info.id, context) : nil
        let admission = self.manager.admit(
            info,
            isResumed: isResumed,
            for: self.medium.purpose,
            opening: opening,
            memory: memory
        )
        switch admission {
        case .admitted(let pass):
            return self.connect(pass, info, resumes: resumes, opening: opening, webhook)
        case .draining where webhook.query["peer"] == nil && self.peerURL != nil:
            context.logger.info("call goes to the peer")
            return self.twiml(for: webhook, dialogue)
                .goToPeer(self.peerURL ?? webhook.publicURL, attempt: attempt, resumes: resumes, from: origin)
        case .draining where attempt < self.limits.drainAttempts:
            // The call was not taken up this time.
            return self.twiml(for: webhook, dialogue)
                .comeBack(attempt: attempt + 1, resumes: max(0, resumes - 1), from: origin)
        case .full, .draining:
            let step = dialogue.policy.withoutStream
            self.decide(step, for: info.id)
            return await self.overflow(
                step,
                info,
                isResumed: isResumed,
                dialogue,
                webhook,
                context,
                reason: admission == .full ? "full" : "draining"
            )
        }
    }

    /// What is said first to a call that comes from somewhere else than from the line.
    static func opening(_ origin: String?, _ prompts: DialoguePrompts) -> String? {
        switch origin {
        case "hold": prompts.unheld
        default: nil
        }
    }

    /// What to change, for the log.
    private static let mends = [
        "full": "raise MAX_CALLS if the machine can do more, or add a server",
        "draining": "the server shuts down: name a sibling in PEER_URL",
        "store_unavailable": "the journal takes nothing: see the lines of Store",
    ]

    private func overflow(
        _ step: NextStep,
        _ info: CallInfo,
        isResumed: Bool,
        _ dialogue: Dialogue,
        _ webhook: SignedWebhook,
        _ context: GatewayContext,
        reason: String
    ) async -> TwiMLDocument {
        self.rates.refusals.tell("call gets no stream", reason, at: .warning, to: context.logger) {
            ["refusal.mend": "\(Self.mends[reason] ?? "see docs/logs.md")", "call.next": "\(step.name)"]
        }
        if step == .gather { return await self.beginGather(info, resumed: isResumed, webhook, context) }
        return self.twiml(for: webhook, dialogue).go(step, saying: dialogue.prompts.busy)
    }
}
