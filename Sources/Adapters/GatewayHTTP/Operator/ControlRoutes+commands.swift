// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging
import Twilio

extension ControlRoutes {
    /// `POST /api/calls/{sid}/hangup`.
    @Sendable func hangUp(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        var fields = try await JSONRequest.read(request)
        let saying = try fields.sentence("saying")
        try fields.finish()
        let call = try await self.activeCall(context)
        if self.manager.live(call.id) == nil { _ = try self.carrier() }
        try await self.note(.hangUp, of: call, context)
        if await self.leave(call, saying: saying, .operatorHungUp, next: .hangUp) {
            return Answer.accepted(CommandDocument(.hangUp, of: call.id, by: .stream))
        }
        let carrier = try self.carrier()
        try await self.ask { () async throws(CarrierError) in try await carrier.hangUp(call.id) }
        self.manager.decided(.hangUp, for: call.id)
        self.book.journal.enqueue(self.book.journal.event(.nextDecided(.hangUp), in: call.id))
        self.manager.conversationEnded(.operatorHungUp, of: call.info)
        return Answer.accepted(CommandDocument(.hangUp, of: call.id, by: .carrier))
    }

    /// `POST /api/calls/{sid}/transfer`.
    @Sendable func transfer(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        let wish = try await TransferRequest(request)
        let call = try await self.activeCall(context)
        let dialogue = self.manager.dialogue(for: call.info)
        try self.check(wish.target, dialogue.policy)
        var whisper = wish.whisper
        if wish.wantsSummary {
            whisper = ConversationSummary(of: await self.book.events(of: call.id, context)).text
        }
        let address = wish.target.description
        return try await self.move(
            call,
            .transfer(to: address, whisper: whisper),
            to: .transfer(to: address, whisper: whisper),
            saying: wish.saying ?? dialogue.prompts.transferring,
            .transferred,
            context
        )
    }

    /// Numbers and SIP addresses cost somebody money, so they must be allowed like those that are dialled; where the
    /// dialogue itself sends callers, operators may too.
    private func check(_ target: TransferTarget, _ policy: DialoguePolicy) throws(Problem) {
        switch target {
        case .client, .conference, .queue: return
        case .number, .sip: break
        }
        var own = [policy.transferNumber]
        if case .transfer(let number, _) = policy.handover { own.append(number) }
        guard own.contains(target.description) || self.destinations.allows(target.description) else {
            throw .notAllowed("to", "Calls to there are not allowed: add the prefix to ALLOWED_DESTINATIONS.")
        }
    }

    /// `POST /api/calls/{sid}/say`.
    @Sendable func say(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        var fields = try await JSONRequest.read(request)
        guard let text = try fields.sentence("text"), !text.isEmpty else {
            throw Problem.invalid("text", "text is missing.")
        }
        let interrupts = try fields.flag("interrupt")
        try fields.finish()
        let call = try await self.activeCall(context)
        guard let live = self.manager.live(call.id) else {
            throw Problem.conflict(
                "The call has no stream here: it is connected with somebody, on hold, or lives on another instance."
            )
        }
        try await self.note(.say(text), of: call, context)
        guard await live.carryOut(.say(text, interrupts: interrupts)) else {
            throw Problem.conflict("The conversation is ending, or too much waits to be said: try again in a moment.")
        }
        return Answer.accepted(CommandDocument(.say(text), of: call.id, by: .stream))
    }

    /// `POST /api/calls/{sid}/hold`.
    @Sendable func hold(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        var fields = try await JSONRequest.read(request)
        let saying = try fields.sentence("saying")
        try fields.finish()
        let call = try await self.activeCall(context)
        if call.next == .hold, self.manager.live(call.id) == nil {
            throw Problem.conflict("The call is on hold already: POST …/resume takes it up again.")
        }
        let prompt = self.manager.dialogue(for: call.info).prompts.hold
        return try await self.move(call, .hold, to: .hold, saying: saying ?? prompt, .held, context)
    }

    /// `POST /api/calls/{sid}/resume`.
    @Sendable func resume(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        try await JSONRequest.read(request).finish()
        let call = try await self.activeCall(context)
        guard self.manager.live(call.id) == nil else {
            throw Problem.conflict("The conversation goes on; there is nothing to resume.")
        }
        switch call.next {
        case .hold?, .transfer?: break
        default:
            throw Problem.conflict("The call is neither on hold nor connected with somebody.")
        }
        return try await self.move(call, .resume, to: .resume, saying: nil, .held, context)
    }
}
