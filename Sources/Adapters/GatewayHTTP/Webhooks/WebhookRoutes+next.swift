// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging
import Twilio

extension WebhookRoutes {
    /// `POST /api/calls/next`: the stream is over, the caller is still there. Any instance can answer.
    @Sendable func next(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        try await self.answer(request, context, route: GatewayPath.next, self.continueCall)
    }

    private func continueCall(_ webhook: SignedWebhook, _ context: GatewayContext) async -> TwiMLDocument {
        if webhook.parameters.callStatus.isTerminal { return self.twiml(for: webhook).hangUp() }
        self.noteRelay(webhook, context)
        let record = await self.book.look(up: webhook.call, context).record
        let info = record?.info ?? self.info(from: webhook)
        if webhook.query["part"] == "message" { return await self.leaveMessage(info, webhook, context) }
        let dialogue = self.manager.dialogue(for: info)
        let ordered = await self.ordered(webhook, context)
        let decision = NextDecision(
            ordered: ordered,
            remembered: self.manager.decision(for: webhook.call),
            record: record,
            isStoreCurrent: self.book.journal.status.failures == 0,
            resumes: webhook.count("resumes"),
            limit: self.limits.resumes,
            overflow: dialogue.policy.withoutStream
        )
        context.logger.info("next step", metadata: ["call.next": "\(Self.name(of: decision.step))"])
        // A stream that was broken off for the order has noted since that the call is over.
        if let ordered, decision.step == .goOn(ordered), record?.next != ordered {
            self.decide(ordered, for: webhook.call)
        }
        switch decision.step {
        case .goOn(.resume):
            return await self.resume(webhook, record, resumesSoFar: decision.resumesSoFar, context)
        case .goOn(.gather):
            // Whoever has heard nothing yet, because there was no voice or were no ears, is greeted.
            return await self.beginGather(info, resumed: record.map { $0.lines > 0 } ?? true, webhook, context)
        case .goOn(let step):
            let listening = self.listening(to: info, before: step, context)
            return self.twiml(for: webhook, dialogue).go(step, listening: listening)
        case .giveUp(.gather):
            self.decide(.gather, for: webhook.call)
            return await self.beginGather(info, resumed: true, webhook, context)
        case .giveUp(let step):
            self.decide(step, for: webhook.call)
            let listening = self.listening(to: info, before: step, context)
            return self.twiml(for: webhook, dialogue).go(step, saying: dialogue.prompts.apology, listening: listening)
        }
    }

    /// What the call was moved for, if the address names the event in which that was decided.
    private func ordered(_ webhook: SignedWebhook, _ context: GatewayContext) async -> NextStep? {
        guard let name = webhook.query["decision"] else { return nil }
        for stored in await self.book.events(of: webhook.call, context) where stored.event.id.rawValue == name {
            if case .nextDecided(let step) = stored.event.kind { return step }
        }
        return self.manager.decision(for: webhook.call)
    }

    private func resume(
        _ webhook: SignedWebhook,
        _ record: CallRecord?,
        resumesSoFar: Int,
        _ context: GatewayContext
    ) async -> TwiMLDocument {
        let attempt = webhook.count("attempt")
        // A call that was asked to come back before it had a stream has nothing to go on with.
        let hasSpoken = record.map { $0.streams > 0 } ?? (attempt == 0)
        let info = record?.info ?? self.info(from: webhook)
        if record == nil {
            context.logger.notice("call is unknown here")
            let id = EventID(naming: "received", info.id.rawValue)
            _ = await self.book.append(.received(info), in: info.id, named: id, context)
        }
        return await self.admit(
            info,
            isResumed: hasSpoken,
            resumes: resumesSoFar + 1,
            attempt: attempt,
            from: webhook.query["from"].flatMap { $0 == "hold" ? $0 : nil },
            webhook,
            context
        )
    }

    /// What Twilio says of a ConversationRelay session that is over. It decides nothing: what comes next is known here,
    /// and what was handed over with `end` could be old or another session's.
    private func noteRelay(_ webhook: SignedWebhook, _ context: GatewayContext) {
        guard let result = try? ConversationRelayResult(webhook.parameters.form) else { return }
        let isFailure = result.errorCode != nil || result.status == .failed
        context.logger.log(
            level: isFailure ? .warning : .info,
            "relay over",
            metadata: [
                "stream.sid": "\(result.sessionSID)",
                "relay.status": "\(Self.word(result.status.rawValue))",
                "twilio.error": "\(result.errorCode.map { String($0) } ?? "none")",
            ]
        )
    }

    private static func name(of step: NextDecision.Step) -> String {
        switch step {
        case .goOn(let step): step.name
        case .giveUp: "give_up"
        }
    }
}
