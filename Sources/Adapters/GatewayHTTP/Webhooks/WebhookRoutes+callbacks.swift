// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging
import Twilio

extension WebhookRoutes {
    /// `POST /api/calls/transfer`: the attempt to connect the caller is over (`<Dial action>`).
    @Sendable func transfer(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        try await self.answer(request, context, route: GatewayPath.transfer) { webhook, context in
            let status = webhook.parameters.dialCallStatus
            let word = Self.word(status?.rawValue ?? "unknown")
            context.logger.info("transfer ended", metadata: ["transfer.status": "\(word)"])
            let leg = webhook.parameters.dialCallSID?.description ?? ""
            let id = EventID(naming: "transfer", webhook.call.rawValue, leg, word)
            _ = await self.book.append(.transferEnded(status: word), in: webhook.call, named: id, context)
            if status?.wasConnected == true { return self.twiml(for: webhook).hangUp() }
            self.manager.journal.enqueue(self.manager.journal.event(.nextDecided(.voicemail), in: webhook.call))
            return self.twiml(for: webhook).voicemail()
        }
    }

    /// `POST /api/calls/recording`: the caller has left a message (`<Record action>`).
    @Sendable func recording(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        try await self.answer(request, context, route: GatewayPath.recording) { webhook, context in
            let parameters = webhook.parameters
            guard let url = parameters.recordingURL, !url.isEmpty, url.utf8.count <= 2_048 else {
                return self.twiml(for: webhook).hangUp()
            }
            let seconds = Int((parameters.recordingDuration ?? .zero).components.seconds)
            let name = parameters.recordingSID?.description ?? url
            let id = EventID(naming: "voicemail", webhook.call.rawValue, name)
            _ = await self.book.append(.voicemail(url: url, seconds: seconds), in: webhook.call, named: id, context)
            context.logger.info("message left", metadata: ["voicemail.seconds": "\(seconds)"])
            return self.twiml(for: webhook).hangUp(saying: self.manager.dialogue.prompts.goodbye)
        }
    }

    /// `POST /api/calls/status`: the carrier's word on the call. Comes late, twice, out of order and for calls nobody
    /// knows; the answer is always 204.
    @Sendable func status(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        let webhook = try await self.reader.read(request, context, route: GatewayPath.status)
        var context = context
        context.logger[metadataKey: "call.sid"] = "\(webhook.call)"
        let parameters = webhook.parameters
        guard let status = CallCore.CallStatus(rawValue: parameters.callStatus.rawValue) else {
            context.logger.notice(
                "status is none we know",
                metadata: ["call.status": "\(Self.word(parameters.callStatus.rawValue))"]
            )
            return Answer.nothing
        }
        if status.isTerminal { self.manager.carrierEnded(webhook.call) }
        guard await self.isKnown(webhook.call, context) else {
            context.logger.notice("status of an unknown call", metadata: ["call.status": "\(status.rawValue)"])
            return Answer.nothing
        }
        let sequence = parameters.sequenceNumber.map { String($0) } ?? parameters.timestamp ?? ""
        let id = EventID(naming: "status", webhook.call.rawValue, status.rawValue, sequence)
        let duration = parameters.callDuration.map { Int($0.components.seconds) }
        _ = await self.book.append(
            .status(status, duration: duration, sequence: parameters.sequenceNumber),
            in: webhook.call,
            named: id,
            context
        )
        return Answer.nothing
    }

    /// A call whose events still wait for the store, or whose store does not answer, counts as known.
    private func isKnown(_ call: CallID, _ context: GatewayContext) async -> Bool {
        if self.book.journal.status.waiting > 0 { return true }
        if case .unknown = await self.book.look(up: call, context) { return false }
        return true
    }

    /// A word of Twilio's for a record or a log: short and plain, whatever was sent.
    static func word(_ text: String) -> String {
        let plain = text.unicodeScalars.filter { $0.isASCII && ($0.properties.isAlphabetic || $0 == "-") }.prefix(32)
        return String(String.UnicodeScalarView(plain))
    }
}
