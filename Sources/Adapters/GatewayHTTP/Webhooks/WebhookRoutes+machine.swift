// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging
import Twilio

// Answering machines. Twilio, "Answering Machine Detection": the verdict comes with the first webhook, or by itself.
extension WebhookRoutes {
    /// Notes who has answered, if the webhook says so; what to do about a machine, if the order says so.
    func answeredByMachine(
        _ info: CallInfo,
        _ webhook: SignedWebhook,
        _ context: GatewayContext
    ) async -> TwiMLDocument? {
        guard let who = webhook.parameters.answeredBy.flatMap({ CallCore.AnsweredBy(rawValue: $0) }) else { return nil }
        await self.note(who, after: webhook.parameters.form["MachineDetectionDuration"], in: info.id, context)
        guard who.isMachine, let plan = info.plan?.onMachine, plan != .talk else { return nil }
        self.decide(.hangUp, for: info.id)
        self.manager.conversationEnded(.machineAnswered, of: info)
        guard case .leave(let message) = plan, who != .fax else { return self.twiml(for: webhook).hangUp() }
        await self.noteSaid(message, source: "order", in: info.id, named: "machine", context)
        return self.twiml(for: webhook).hangUp(saying: message)
    }

    /// `POST /api/calls/amd`: the verdict that comes by itself, while the conversation has begun. It says nothing of the
    /// call but its name.
    @Sendable func machine(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        try await self.report(request, context, route: GatewayPath.machine) { signed, context in
            await self.takeMachine(try signed.read(as: AnsweringMachineCallback.self), signed, context)
        }
    }

    private func takeMachine(
        _ callback: AnsweringMachineCallback,
        _ signed: SignedForm,
        _ context: GatewayContext
    ) async {
        var context = context
        let call = CallID(callback.callSID.description)
        context.logger[metadataKey: "call.sid"] = "\(call)"
        guard let who = CallCore.AnsweredBy(rawValue: callback.answeredBy.rawValue) else {
            context.logger.notice("answered by none we know")
            return
        }
        guard let record = await self.book.wait(for: call, context).record else {
            context.logger.notice("callback of an unknown call")
            return
        }
        await self.note(who, after: signed.form["MachineDetectionDuration"], in: call, context)
        // Told twice, it is done once.
        if record.answeredBy == nil, who.isMachine, !record.status.isTerminal {
            await self.treat(record, as: who, signed, context)
        }
    }

    private func note(
        _ who: CallCore.AnsweredBy,
        after milliseconds: String?,
        in call: CallID,
        _ context: GatewayContext
    ) async {
        let after = milliseconds.flatMap { Int64($0) }.map { Duration.milliseconds(min(max($0, 0), 600_000)) }
        let id = EventID(naming: "answered", call.rawValue, who.rawValue)
        context.logger.info("answered", metadata: ["call.answered_by": "\(who.rawValue)"])
        _ = await self.book.append(.answeredBy(who, after: after), in: call, named: id, context)
    }

    /// The conversation with a machine is broken off: gracefully where its stream is, otherwise by the carrier.
    private func treat(
        _ record: CallRecord,
        as who: CallCore.AnsweredBy,
        _ signed: SignedForm,
        _ context: GatewayContext
    ) async {
        var message: String?
        switch record.info.plan?.onMachine ?? .talk {
        case .talk: return
        case .hangUp: break
        case .leave(let text): message = who == .fax ? nil : text
        }
        if let live = self.manager.live(record.id),
            await live.carryOut(.leave(saying: message, .machineAnswered, next: .hangUp))
        {
            return
        }
        self.decide(.hangUp, for: record.id)
        guard let carrier = self.dialler?.carrier else {
            return context.logger.warning("machine is talked with: there is no carrier to break the call off")
        }
        do throws(CarrierError) {
            if message != nil {
                let url = signed.publicURL.url(of: GatewayPath.next + "?part=message")
                try await carrier.redirect(record.id, to: url)
            } else {
                try await carrier.hangUp(record.id)
            }
            self.manager.conversationEnded(.machineAnswered, of: record.info)
        } catch {
            context.logger.warning("machine could not be broken off", metadata: ["error": "\(error)"])
        }
    }

    /// The message for a machine, once the carrier has moved the call for it.
    func leaveMessage(_ info: CallInfo, _ webhook: SignedWebhook, _ context: GatewayContext) async -> TwiMLDocument {
        guard case .leave(let message)? = info.plan?.onMachine else { return self.twiml(for: webhook).hangUp() }
        await self.noteSaid(message, source: "order", in: info.id, named: "machine", context)
        return self.twiml(for: webhook).hangUp(saying: message)
    }

    /// A sentence that the carrier says for us. Without audio of ours it has no place on its clock.
    func noteSaid(
        _ text: String,
        source: String,
        in call: CallID,
        named name: String,
        _ context: GatewayContext
    ) async {
        let line = SpokenLine(speaker: .agent, text: text, start: .zero, end: .zero, source: "twilio \(source)")
        let id = EventID(naming: "said", call.rawValue, name)
        await self.note(line, in: call, named: id, context)
    }
}
