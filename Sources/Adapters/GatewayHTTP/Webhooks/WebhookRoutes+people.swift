// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging
import Twilio

// The caller is connected with somebody, or waits for it.
extension WebhookRoutes {
    /// `POST /api/calls/transfer`: the attempt to connect the caller is over (`<Dial action>`).
    @Sendable func transfer(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        try await self.answer(request, context, route: GatewayPath.transfer) { webhook, context in
            let parameters = webhook.parameters
            let word = Self.word(parameters.dialCallStatus?.rawValue ?? "unknown")
            context.logger.info("transfer ended", metadata: ["transfer.status": "\(word)"])
            let leg = parameters.dialCallSID?.description
            let ended = CallEvent.Kind.transferEnded(
                status: word,
                leg: leg,
                seconds: Self.seconds(parameters.dialCallDuration)
            )
            let id = EventID(naming: "transfer", webhook.call.rawValue, leg ?? "", word)
            _ = await self.book.append(ended, in: webhook.call, named: id, context)
            await self.noteRecording(of: webhook, context)
            if parameters.dialCallStatus?.wasConnected == true { return self.twiml(for: webhook).hangUp() }
            self.decide(.voicemail, for: webhook.call)
            let record = await self.book.look(up: webhook.call, context).record
            return self.twiml(for: webhook, record.map { self.manager.dialogue(for: $0.info) }).voicemail()
        }
    }

    /// `POST /api/calls/whisper`: somebody has answered a transfer and hears what it is about before the caller is
    /// connected. The request is of the new leg; the call is its parent.
    @Sendable func whisper(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        try await self.answer(request, context, route: GatewayPath.whisper) { webhook, context in
            guard let parent = webhook.parameters.parentCallSID.map({ CallID($0.description) }) else {
                return CallTwiML.whisper(nil)
            }
            let decisions = await self.book.events(of: parent, context).map(\.event.kind)
                .compactMap { if case .nextDecided(let step) = $0 { step } else { nil } }
            let steps = (self.manager.decision(for: parent).map { [$0] } ?? []) + decisions.reversed()
            for case .transfer(_, let whisper) in steps { return CallTwiML.whisper(whisper) }
            return CallTwiML.whisper(nil)
        }
    }

    /// `POST /api/calls/queue`: with `part=wait` what a held caller is to hear, otherwise that the caller has left the
    /// queue (`<Enqueue action>`).
    @Sendable func queue(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        try await self.answer(request, context, route: GatewayPath.queue) { webhook, context in
            if webhook.query["part"] == "wait" { return self.wait(webhook) }
            return await self.left(webhook, context)
        }
    }

    private func wait(_ webhook: SignedWebhook) -> TwiMLDocument {
        let waited = webhook.parameters.form["QueueTime"].flatMap { Int64($0) } ?? 0
        let isLong = Duration.seconds(min(max(waited, 0), 1 << 31)) >= self.calling.longestHold
        guard let music = self.calling.holdMusicURL, !isLong else { return CallTwiML.leaveQueue() }
        return self.twiml(for: webhook).wait(music)
    }

    private func left(_ webhook: SignedWebhook, _ context: GatewayContext) async -> TwiMLDocument {
        let result = EnqueueResult.Result(rawValue: webhook.parameters.form["QueueResult"] ?? "")
        let word = Self.word(result.rawValue)
        context.logger.info("queue left", metadata: ["queue.result": "\(word)"])
        let twiml = self.twiml(for: webhook)
        switch result {
        case .bridged, .bridging, .hangUp:
            if webhook.query["for"] == "transfer" {
                let sid = webhook.parameters.form["QueueSid"] ?? ""
                let id = EventID(naming: "queue", webhook.call.rawValue, sid, word)
                _ = await self.book.append(.transferEnded(status: word), in: webhook.call, named: id, context)
            }
            return twiml.hangUp()
        case .redirected, .redirectedFromBridged:
            // The call does already what it was moved for; this answer is not carried out.
            return twiml.hangUp()
        case .leave:
            self.decide(.resume, for: webhook.call)
            return twiml.resume(from: "hold")
        default:
            // Full, or broken.
            let record = await self.book.look(up: webhook.call, context).record
            let dialogue = record.map { self.manager.dialogue(for: $0.info) } ?? self.manager.dialogue
            let step = webhook.query["for"] == "hold" ? NextStep.resume : .voicemail
            self.decide(step, for: webhook.call)
            return self.twiml(for: webhook, dialogue).go(step, saying: dialogue.prompts.apology)
        }
    }
}
