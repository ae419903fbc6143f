// SPDX-License-Identifier: Apache-2.0

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

    func read(_ request: Request, _ context: GatewayContext, route: String) async throws -> SignedWebhook {
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
            report.log("webhook refused", verdict, route: route, to: context.logger)
            throw Problem.notSigned
        }
        guard case .form(let form)? = content else { throw Problem.notAForm }
        return try self.webhook(form, request, context, validator.publicURL)
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

    private func webhook(
        _ form: FormParameters,
        _ request: Request,
        _ context: GatewayContext,
        _ publicURL: PublicURL
    ) throws -> SignedWebhook {
        let parameters: VoiceWebhookParameters
        do {
            parameters = try VoiceWebhookParameters(form)
        } catch {
            context.logger.warning("signed webhook makes no sense", metadata: ["error": "\(error.message)"])
            throw Problem.badRequest(error.message)
        }
        if !self.accounts.isEmpty, !self.accounts.contains(parameters.accountSID) {
            context.logger.warning(
                "webhook of a foreign account refused",
                metadata: ["call.sid": "\(parameters.callSID)", "call.account": "\(parameters.accountSID)"]
            )
            throw Problem.foreignAccount
        }
        let query = (request.head.path ?? "").drop { $0 != "?" }.dropFirst()
        let token = request.headers[.idempotencyToken]
        return SignedWebhook(
            parameters: parameters,
            query: (try? FormDecoder(maximumBytes: 4_096, maximumFields: 16).decode(query)) ?? [:],
            idempotencyToken: token.flatMap { $0.utf8.count <= 128 ? $0 : nil },
            publicURL: publicURL
        )
    }
}
