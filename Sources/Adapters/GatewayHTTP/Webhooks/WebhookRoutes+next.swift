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
        let decision = NextDecision(
            remembered: self.manager.decision(for: webhook.call),
            record: record,
            isStoreCurrent: self.book.journal.status.failures == 0,
            resumes: webhook.count("resumes"),
            limit: self.limits.resumes,
            handover: self.handover
        )
        context.logger.info("next step", metadata: ["call.next": "\(Self.name(of: decision.step))"])
        let twiml = self.twiml(for: webhook)
        switch decision.step {
        case .goOn(.resume):
            return await self.resume(webhook, record, resumesSoFar: decision.resumesSoFar, context)
        case .goOn(.transfer(let number, _)):
            return twiml.transfer(to: number)
        case .goOn(.voicemail):
            return twiml.voicemail()
        case .goOn(.hangUp), .goOn(.hold):
            return twiml.hangUp()
        case .goOn(.gather):
            return twiml.handOver(self.handover, saying: self.manager.dialogue.prompts.apology)
        case .giveUp(let step):
            self.manager.journal.enqueue(self.manager.journal.event(.nextDecided(step), in: webhook.call))
            return twiml.handOver(step, saying: self.manager.dialogue.prompts.apology)
        }
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
