// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging
import NIOCore
import ServiceContextModule
import Twilio

/// What Twilio asks and reports. Every route answers usefully whatever is broken: never a 5xx, never silence.
struct WebhookRoutes: Sendable {
    let reader: WebhookReader
    let manager: CallSessionManager
    /// Makes calls; `nil` without an account at a carrier.
    let dialler: CallDialler?
    let book: CallBook
    let limits: WebhookLimits
    let medium: ConversationMedium
    let calling: CallingConfiguration
    let listeningMode: ListeningMode
    let listeningAnnouncement: String?
    /// Where calls go while this server shuts down.
    let peerURL: PublicURL?
    let cache: AnswerCache
    let sealer: TokenSealer
    let rates: RequestLimits

    init(
        _ configuration: GatewayConfiguration,
        address: GatewayAddress,
        limits rates: RequestLimits,
        sealer: TokenSealer,
        manager: CallSessionManager,
        dialler: CallDialler?
    ) {
        self.rates = rates
        self.sealer = sealer
        self.limits = configuration.webhooks
        self.medium = configuration.conversation
        self.calling = configuration.calling
        self.listeningMode = configuration.listening
        self.listeningAnnouncement = configuration.listeningAnnouncement
        self.peerURL = configuration.peerURL
        self.reader = WebhookReader(
            address: address,
            accounts: configuration.accountSID.map { Set(configuration.accounts.keys).union([$0]) } ?? [],
            limits: configuration.webhooks,
            rates: rates
        )
        self.manager = manager
        self.dialler = dialler
        self.book = CallBook(journal: manager.journal, limits: configuration.webhooks)
        self.cache = AnswerCache(
            lifetime: configuration.webhooks.idempotencyLifetime,
            capacity: configuration.webhooks.idempotencyEntries
        )
    }

    /// Reads, decides once for all attempts at the same request, answers.
    func answer(
        _ request: Request,
        _ context: GatewayContext,
        route: String,
        _ decide: (SignedWebhook, GatewayContext) async -> TwiMLDocument
    ) async throws -> HummingbirdCore.Response {
        let webhook = try await self.reader.read(request, context, route: route)
        return await self.answer(webhook, context, route: route, decide)
    }

    /// Takes what Twilio reports, within the request's span; there is no answer to it.
    func report(
        _ request: Request,
        _ context: GatewayContext,
        route: String,
        _ take: (SignedForm, GatewayContext) async throws -> Void
    ) async throws -> HummingbirdCore.Response {
        let signed = try await self.reader.readForm(request, context, route: route)
        try await ServiceContext.within(context.trace?.context) { [context] in try await take(signed, context) }
        return Answer.nothing
    }

    /// Decides once for all attempts at the same request, answers.
    func answer(
        _ webhook: SignedWebhook,
        _ context: GatewayContext,
        route: String,
        _ decide: (SignedWebhook, GatewayContext) async -> TwiMLDocument
    ) async -> HummingbirdCore.Response {
        let key = webhook.idempotencyToken.map { AnswerCache.Key(token: $0, route: route, call: webhook.call) }
        if let key, let document = self.cache.answer(to: key, now: .now()) {
            return Answer.twiml(document)
        }
        var context = context
        context.logger[metadataKey: "call.sid"] = "\(webhook.call)"
        let document = await ServiceContext.within(context.trace?.context) { [context] in await decide(webhook, context)
        }
        if let key { self.cache.keep(document, for: key, now: .now()) }
        return Answer.twiml(document)
    }

    /// Without a dialogue for calls that nobody knows more about than the webhook says.
    func twiml(for webhook: SignedWebhook, _ dialogue: Dialogue? = nil) -> CallTwiML {
        CallTwiML(
            publicURL: webhook.publicURL,
            prompts: (dialogue ?? self.manager.dialogue).prompts,
            limits: self.limits,
            calling: self.calling
        )
    }

    /// Open what the conversation runs over.
    func connect(
        _ pass: StreamPass,
        _ info: CallInfo,
        resumes: Int,
        opening: String? = nil,
        _ webhook: SignedWebhook
    ) -> TwiMLDocument {
        let dialogue = self.manager.dialogue(for: info, opening: opening)
        let token = self.sealer.token(of: pass)
        switch self.medium {
        case .stream:
            return self.twiml(for: webhook, dialogue).stream(token, resumes: resumes)
        case .relay(let options):
            let relay = RelayTwiML(options: options, dialogue: dialogue)
            return self.twiml(for: webhook, dialogue).relay(token, relay, resumes: resumes)
        }
    }

    /// The facts of the call, as a webhook gives them.
    func info(from webhook: SignedWebhook) -> CallInfo {
        let parameters = webhook.parameters
        return CallInfo(
            id: webhook.call,
            account: parameters.accountSID.description,
            direction: parameters.direction?.rawValue.hasPrefix("outbound") == true ? .outbound : .inbound,
            from: parameters.form["From"] ?? "",
            to: parameters.form["To"] ?? "",
            receivedAt: self.book.journal.now
        )
    }

    /// Decides what comes next, where no stream's session does.
    func decide(_ step: NextStep, for call: CallID) {
        self.manager.decided(step, for: call)
        self.manager.journal.enqueue(self.manager.journal.event(.nextDecided(step), in: call))
    }
}
