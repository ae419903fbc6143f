// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging
import NIOCore
import Twilio

// Conversations with Twilio's ears and voice, a question at a time: for calls that can have no stream.
extension WebhookRoutes {
    /// The first question. One of the caller's that was not answered before is answered first.
    func beginGather(
        _ info: CallInfo,
        resumed: Bool,
        _ webhook: SignedWebhook,
        _ context: GatewayContext
    ) async -> TwiMLDocument {
        let dialogue = self.manager.dialogue(for: info)
        let known = resumed ? await self.book.memory(of: info.id, context) : nil
        let memory = known ?? ConversationMemory()
        var conversation = GatherDialogue(
            prompts: dialogue.prompts,
            policy: dialogue.policy,
            memory: memory,
            limit: self.limits.gatherTurns
        )
        let first = conversation.begin(resumed: resumed && known?.wasGreeted != false)
        return await self.go(on: first, in: &conversation, info, memory, webhook, context)
    }

    /// `POST /api/calls/gather`: what came of a question.
    @Sendable func gather(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        try await self.answer(request, context, route: GatewayPath.gather) { webhook, context in
            let record = await self.book.look(up: webhook.call, context).record
            guard !webhook.parameters.callStatus.isTerminal, record?.status.isTerminal != true else {
                return self.twiml(for: webhook).hangUp()
            }
            return await self.converse(record?.info ?? self.info(from: webhook), webhook, context)
        }
    }

    private func converse(
        _ info: CallInfo,
        _ webhook: SignedWebhook,
        _ context: GatewayContext
    ) async -> TwiMLDocument {
        let dialogue = self.manager.dialogue(for: info)
        let memory = await self.book.memory(of: info.id, context) ?? ConversationMemory()
        var conversation = GatherDialogue(
            prompts: dialogue.prompts,
            policy: dialogue.policy,
            progress: Self.progress(of: webhook),
            memory: memory,
            limit: self.limits.gatherTurns
        )
        let input = Self.input(of: webhook)
        await self.note(input, webhook, context)
        return await self.go(on: conversation.heard(input), in: &conversation, info, memory, webhook, context)
    }

    /// Does what comes of the caller's words, or of the beginning.
    private func go(
        on step: GatherDialogue.Step,
        in conversation: inout GatherDialogue,
        _ info: CallInfo,
        _ memory: ConversationMemory,
        _ webhook: SignedWebhook,
        _ context: GatewayContext
    ) async -> TwiMLDocument {
        let dialogue = self.manager.dialogue(for: info)
        var step = step
        if case .respond(let turn) = step {
            let response = await self.respond(to: turn, info, memory.exchanges.map(\.exchange), dialogue, context)
            step = conversation.responded(response)
        }
        for summary in conversation.summaries {
            let id = Self.name("turn", webhook)
            _ = await self.book.append(.turn(summary), in: info.id, named: id, context)
        }
        return await self.perform(step, conversation.progress, info, dialogue, webhook, context)
    }

    private func perform(
        _ step: GatherDialogue.Step,
        _ progress: GatherDialogue.Progress,
        _ info: CallInfo,
        _ dialogue: Dialogue,
        _ webhook: SignedWebhook,
        _ context: GatewayContext
    ) async -> TwiMLDocument {
        switch step {
        case .respond:
            preconditionFailure("GatherDialogue.responded asks the responder again")
        case .ask(let reply):
            await self.note(reply, webhook, context)
            return self.ask(reply, progress, dialogue, webhook)
        case .leave(let reply, let termination, let next):
            if let reply { await self.note(reply, webhook, context) }
            // A handover without a number goes where there is somebody.
            let step = if case .transfer(let to, _) = next, to.isEmpty { dialogue.policy.lastResort } else { next }
            self.decide(step, for: info.id)
            self.manager.conversationEnded(termination, of: info, turns: progress.turns)
            return self.twiml(for: webhook, dialogue).go(step, saying: reply?.text)
        }
    }

    private func ask(
        _ reply: Reply,
        _ progress: GatherDialogue.Progress,
        _ dialogue: Dialogue,
        _ webhook: SignedWebhook
    ) -> TwiMLDocument {
        self.twiml(for: webhook, dialogue).ask(
            reply,
            progress,
            policy: dialogue.policy,
            hints: dialogue.responder.hints,
            language: self.manager.language
        )
    }

    /// `nil` if the responder fails or is late: the caller then hears the apology.
    private func respond(
        to turn: CallerTurn,
        _ info: CallInfo,
        _ history: [DialogueContext.Exchange],
        _ dialogue: Dialogue,
        _ context: GatewayContext
    ) async -> CallCore.Response? {
        let limit = min(dialogue.policy.replyDeadline, self.limits.gatherDeadline)
        let dialogueContext = DialogueContext(call: info, history: history)
        do {
            return try await Deadline.value(within: limit, on: context.eventLoop) {
                try await dialogue.responder.respond(to: turn, in: dialogueContext)
            }
        } catch {
            context.logger.warning("responder failed", metadata: ["error": "\(type(of: error))"])
            return nil
        }
    }
}

// MARK: - What is read and kept

extension WebhookRoutes {
    private static func progress(of webhook: SignedWebhook) -> GatherDialogue.Progress {
        GatherDialogue.Progress(
            turns: webhook.count("turns"),
            reprompts: webhook.count("reprompts"),
            askedWhetherThere: webhook.count("asked") > 0
        )
    }

    private static func input(of webhook: SignedWebhook) -> GatherDialogue.Input {
        let parameters = webhook.parameters
        if let keys = parameters.digits, !keys.isEmpty { return .digits(String(keys.prefix(32))) }
        guard let words = parameters.speechResult, !words.isEmpty else { return .nothing }
        return .speech(String(words.prefix(4_096)), confidence: parameters.confidence)
    }

    /// The same answer to the same question is one event, however often it comes. What nobody was asked for has no name.
    private static func name(_ what: String, _ webhook: SignedWebhook) -> EventID? {
        guard webhook.query["turns"] != nil else { return nil }
        let progress = ["turns", "reprompts", "asked"].map { webhook.query[$0] ?? "" }.joined(separator: ".")
        let form = webhook.parameters.form
        return EventID(
            naming: "gather",
            what,
            webhook.call.rawValue,
            progress,
            form["Digits"] ?? "",
            form["SpeechResult"] ?? ""
        )
    }

    private func note(_ input: GatherDialogue.Input, _ webhook: SignedWebhook, _ context: GatewayContext) async {
        let gathered: CallEvent.Kind
        var line: SpokenLine?
        switch input {
        case .nothing: return
        case .digits(let keys): gathered = .gathered(digits: keys, confidence: nil)
        case .speech(let words, let confidence):
            gathered = .gathered(digits: nil, confidence: confidence)
            line = SpokenLine(
                speaker: .caller,
                text: words,
                start: .zero,
                end: .zero,
                confidence: confidence ?? 1,
                source: "twilio"
            )
        }
        _ = await self.book.append(gathered, in: webhook.call, named: Self.name("gathered", webhook), context)
        guard let line else { return }
        await self.note(line, in: webhook.call, named: Self.name("heard", webhook), context)
    }

    private func note(_ reply: Reply, _ webhook: SignedWebhook, _ context: GatewayContext) async {
        await self.note(Self.line(reply), in: webhook.call, named: Self.name("said", webhook), context)
    }

    /// Keeps a line of the transcript; its words count once, however often it is told.
    func note(_ line: SpokenLine, in call: CallID, named id: EventID?, _ context: GatewayContext) async {
        let (event, outcome) = await self.book.append(.spoken(line), in: call, named: id, context)
        if outcome.isNew(event) { self.manager.said(line.text, by: line.speaker) }
    }

    /// Without audio of ours a line has no place on its clock.
    private static func line(_ reply: Reply) -> SpokenLine {
        SpokenLine(speaker: .agent, text: reply.text, start: .zero, end: .zero, source: "twilio \(reply.source)")
    }
}
