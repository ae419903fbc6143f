// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Twilio

/// Takes a request for a webhook only if Twilio has signed it. Until then all of it is a stranger's text.
struct WebhookReader: Sendable {
    let address: GatewayAddress
    /// The accounts whose calls are taken; without any, all that know a token.
    let accounts: Set<AccountSID>
    let limits: WebhookLimits
    let rates: RequestLimits

    /// A webhook of a call, with the fields that all of them have.
    func read(_ request: Request, _ context: GatewayContext, route: String) async throws -> SignedWebhook {
        try self.webhook(try await self.readForm(request, context, route: route), context)
    }

    /// A signed form as a webhook of a call.
    func webhook(_ signed: SignedForm, _ context: GatewayContext) throws(Problem) -> SignedWebhook {
        do throws(TwilioError) {
            return SignedWebhook(signed: signed, parameters: try VoiceWebhookParameters(signed.form))
        } catch {
            throw .badRequest(error.message)
        }
    }

    /// A callback, whatever fields it has: some say next to nothing of the call.
    func readForm(_ request: Request, _ context: GatewayContext, route: String) async throws -> SignedForm {
        guard let validator = self.address.validator(for: request.head, peer: context.remoteAddress) else {
            throw Problem.starting
        }
        let body = try await self.body(of: request, context)
        let content = self.content(of: request, body)
        let verdict =
            content.map {
                validator.verdict(
                    signature: request.headers[.xTwilioSignature],
                    settings: request.headers[.xTwilioSignatureSettings],
                    target: request.head.path ?? "",
                    content: $0
                )
            } ?? (request.headers[.xTwilioSignature] == nil ? .missingHeader : .bodyMismatch)
        guard verdict.isValid else {
            try self.countFailure(request, context)
            let report = RefusalReport(
                validator: validator,
                head: request.head,
                content: content ?? .none,
                remoteAddress: context.remoteAddress,
                explanations: self.address.explanations
            )
            report.log("webhook refused", verdict, route: route, in: self.rates.refusals, to: context.logger)
            throw Problem.notSigned
        }
        guard case .form(let form)? = content else { throw Problem.notAForm }
        self.trace(form, context, route: route)
        return try self.signed(form, request, context, self.address.base(of: validator.publicURL))
    }

    /// What is said of the leg of whom a call is connected with belongs to the call.
    private func trace(_ form: FormParameters, _ context: GatewayContext, route: String) {
        guard let trace = context.trace, let call = CallSID(form["ParentCallSid"] ?? form["CallSid"] ?? "") else {
            return
        }
        trace.verified(
            call: CallID(call.description),
            webhook: GatewayPath.webhookNames[route] ?? "other"
        )
    }

    /// One failure too many gets 429, and neither a line in the log nor the search for what would have matched. What is
    /// validly signed passes all the same, or anybody behind the same proxy could keep Twilio out.
    private func countFailure(_ request: Request, _ context: GatewayContext) throws(Problem) {
        let wait = self.rates.take(.failedSignatures, request.headers, context.remoteAddress, context.logger)
        if let wait { throw .tooManyRequests(retryAfter: wait) }
    }

    private func body(of request: Request, _ context: GatewayContext) async throws -> [UInt8] {
        let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard announced <= self.limits.body else { throw Problem.tooLarge(limit: self.limits.body) }
        do {
            return Array(buffer: try await request.body.collect(upTo: self.limits.body))
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge(limit: self.limits.body)
        } catch {
            // The connection broke, or the edge has answered already: nobody reads what we say.
            context.logger.debug("body could not be read", metadata: ["error": "\(error)"])
            throw Problem.badRequest("The body ended early.")
        }
    }

    /// What the signature must cover; `nil` for a form that cannot be read, which Twilio never sends.
    private func content(of request: Request, _ body: [UInt8]) -> SignedContent? {
        let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }
        guard type.filter({ $0 != " " && $0 != "\t" }).lowercased() == "application/x-www-form-urlencoded" else {
            return .body(body)
        }
        let decoder = FormDecoder(maximumBytes: self.limits.body, maximumFields: self.limits.fields)
        return (try? decoder.decode(body)).map { .form($0) }
    }

    private func signed(
        _ form: FormParameters,
        _ request: Request,
        _ context: GatewayContext,
        _ publicURL: PublicURL
    ) throws(Problem) -> SignedForm {
        let account = AccountSID(form["AccountSid"] ?? "")
        if !self.accounts.isEmpty, let account, !self.accounts.contains(account) {
            self.rates.refusals.tell("webhook refused", "foreign_account", at: .warning, to: context.logger) {
                [
                    "call.account": "\(account)",
                    "refusal.mend": "if the account is yours, name it in TWILIO_SUBACCOUNTS",
                ]
            }
            throw .foreignAccount
        }
        guard account != nil else {
            throw .badRequest("AccountSid is missing or is not an account SID.")
        }
        let query = (request.head.path ?? "").drop { $0 != "?" }.dropFirst()
        let token = request.headers[.idempotencyToken]
        return SignedForm(
            form: form,
            query: (try? FormDecoder(maximumBytes: 4_096, maximumFields: 16).decode(query)) ?? [:],
            idempotencyToken: token.flatMap { $0.utf8.count <= 128 ? $0 : nil },
            publicURL: publicURL
        )
    }
}
