// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging
import NIOCore
import Twilio

/// What Twilio asks and reports. Every route answers usefully whatever is broken: never a 5xx, never silence.
struct WebhookRoutes: Sendable {
    let reader: WebhookReader
    let manager: CallSessionManager
    let book: CallBook
    let limits: WebhookLimits
    let medium: ConversationMedium
    let cache: AnswerCache

    let rates: RequestLimits

    init(
        _ configuration: GatewayConfiguration,
        address: GatewayAddress,
        limits rates: RequestLimits,
        manager: CallSessionManager
    ) {
        self.rates = rates
        self.limits = configuration.webhooks
        self.medium = configuration.conversation
        self.reader = WebhookReader(
            address: address,
            accounts: configuration.accountSID.map { Set(configuration.accounts.keys).union([$0]) } ?? [],
            limits: configuration.webhooks,
            rates: rates
        )
        self.manager = manager
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
        let key = webhook.idempotencyToken.map { AnswerCache.Key(token: $0, route: route, call: webhook.call) }
        if let key, let document = self.cache.answer(to: key, now: .now()) {
            return Answer.twiml(document)
        }
        var context = context
        context.logger[metadataKey: "call.sid"] = "\(webhook.call)"
        let document = await decide(webhook, context)
        if let key { self.cache.keep(document, for: key, now: .now()) }
        return Answer.twiml(document)
    }

    func twiml(for webhook: SignedWebhook) -> CallTwiML {
        CallTwiML(publicURL: webhook.publicURL, prompts: self.manager.dialogue.prompts, limits: self.limits)
    }

    /// Open what the conversation runs over.
    func connect(
        _ token: StreamToken,
        _ info: CallInfo,
        resumes: Int,
        _ webhook: SignedWebhook
    ) -> TwiMLDocument {
        switch self.medium {
        case .stream:
            return self.twiml(for: webhook).stream(token, resumes: resumes)
        case .relay(let options):
            let relay = RelayTwiML(options: options, dialogue: self.manager.dialogue(for: info))
            return self.twiml(for: webhook).relay(token, relay, resumes: resumes)
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

    /// Where calls go that get no stream: what the policy says, with a number only if there is one.
    var handover: NextStep {
        let policy = self.manager.dialogue.policy
        switch policy.handover {
        case .transfer(let number, _) where !number.isEmpty: return policy.handover
        case .transfer: return policy.transferNumber.map { .transfer(to: $0) } ?? .voicemail
        case .resume, .hold, .gather: return .hangUp
        case .voicemail, .hangUp: return policy.handover
        }
    }
}
