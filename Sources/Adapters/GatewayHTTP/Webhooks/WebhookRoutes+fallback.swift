// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging
import Twilio

extension WebhookRoutes {
    /// `POST /api/calls/fallback`: Twilio could not fetch, or not understand, what we had answered. The call gets what it
    /// can still have; every time less, and in the end an apology, so that nothing loops.
    @Sendable func fallback(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        try await self.answer(request, context, route: GatewayPath.fallback) { webhook, context in
            let code = webhook.parameters.errorCode
            context.logger.error(
                "carrier fell back",
                metadata: ["twilio.error": "\(code.map { String($0) } ?? "unknown")"]
            )
            if webhook.parameters.callStatus.isTerminal { return self.twiml(for: webhook).hangUp() }
            let info = await self.orderedInfo(from: webhook, context)
            let received = EventID(naming: "received", info.id.rawValue)
            _ = await self.book.append(.received(info), in: info.id, named: received, context)
            let url = webhook.parameters.errorURL.map { String($0.prefix { $0 != "?" }.prefix(512)) }
            let fellBack = CallEvent.Kind.fellBack(code: code, url: url)
            let name = webhook.idempotencyToken.map { EventID(naming: "fallback", info.id.rawValue, $0) }
            _ = await self.book.append(fellBack, in: info.id, named: name, context)
            return await self.recover(info, webhook, context)
        }
    }

    private func recover(
        _ info: CallInfo,
        _ webhook: SignedWebhook,
        _ context: GatewayContext
    ) async -> TwiMLDocument {
        let lookup = await self.book.look(up: info.id, context)
        let record = lookup.record
        let info = record?.info ?? info
        let dialogue = self.manager.dialogue(for: info)
        let twiml = self.twiml(for: webhook, dialogue)
        if case .unanswered = lookup {
            // How often the call was here cannot be counted: what cannot loop.
            return twiml.go(dialogue.policy.lastResort, saying: dialogue.prompts.apology)
        }
        let times = await self.book.events(of: info.id, context).count {
            if case .fellBack = $0.event.kind { true } else { false }
        }
        switch times {
        case ...1 where record?.next == nil || record?.next == .resume:
            return await self.admit(info, isResumed: (record?.streams ?? 0) > 0, webhook, context)
        case ...1:
            return twiml.go(record?.next ?? .hangUp)
        case 2 where dialogue.policy.overflow == .gather && record?.next != .hangUp:
            self.decide(.gather, for: info.id)
            return await self.beginGather(info, resumed: true, webhook, context)
        case ..<self.limits.fallbacks:
            let step = dialogue.policy.lastResort
            self.decide(step, for: info.id)
            return twiml.go(step, saying: dialogue.prompts.apology)
        default:
            self.decide(.hangUp, for: info.id)
            return twiml.hangUp(saying: dialogue.prompts.apology)
        }
    }
}
