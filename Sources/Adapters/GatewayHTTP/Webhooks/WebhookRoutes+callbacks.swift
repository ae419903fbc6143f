// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging
import SafeText
import Twilio

// What Twilio reports and wants no answer to: always 204, each kept once.
extension WebhookRoutes {
    /// `POST /api/calls/status`: the carrier's word on the call, or on the leg of whom it is connected with. Comes late,
    /// twice, out of order and for calls nobody knows.
    @Sendable func status(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        try await self.report(request, context, route: GatewayPath.status) { signed, context in
            await self.takeStatus(try self.reader.webhook(signed, context), context)
        }
    }

    private func takeStatus(_ webhook: SignedWebhook, _ context: GatewayContext) async {
        var context = context
        context.logger[metadataKey: "call.sid"] = "\(webhook.call)"
        let parameters = webhook.parameters
        guard let status = CallCore.CallStatus(rawValue: parameters.callStatus.rawValue) else {
            context.logger.notice(
                "status is none we know",
                metadata: ["call.status": "\(Self.word(parameters.callStatus.rawValue))"]
            )
            return
        }
        if let parent = parameters.parentCallSID { return await self.note(status, of: parent, webhook, context) }
        await self.noteOrder(webhook, context)
        if status.isTerminal {
            self.manager.carrierEnded(webhook.call)
            self.dialler?.arrived(webhook.call)
        }
        let known = await self.book.wait(for: webhook.call, context)
        if case .unknown = known {
            context.logger.notice("status of an unknown call", metadata: ["call.status": "\(status.rawValue)"])
            return
        }
        let sequence = parameters.sequenceNumber.map { String($0) } ?? parameters.timestamp ?? ""
        let (event, outcome) = await self.book.append(
            .status(status, duration: Self.seconds(parameters.callDuration), sequence: parameters.sequenceNumber),
            in: webhook.call,
            named: EventID(naming: "status", webhook.call.rawValue, status.rawValue, sequence),
            context
        )
        if status.isTerminal, outcome.isNew(event) {
            if let record = known.record { self.noteHangup(of: record) }
            // A store that does not answer is no reason to forget when the call began.
            let info = self.manager.live(webhook.call)?.info ?? self.info(from: webhook)
            await self.traceEnd(of: known.record ?? CallRecord(info: info), event, context)
        }
    }

    /// Where the carrier had the conversation, or the caller waited on hold, nobody but the carrier knows that it is over.
    private func noteHangup(of record: CallRecord) {
        guard !record.status.isTerminal, record.termination.map({ $0.result == .moved }) ?? true else { return }
        switch record.next {
        case .gather?, .hold?: self.manager.conversationEnded(.callerHungUp, of: record.info)
        default: return
        }
    }

    /// The call's own span is written by whoever takes the first word of its end, once it is known how the conversation
    /// went: the stream may end after that, here or at another server, whose word of it is waited for a moment.
    private func traceEnd(of call: CallRecord, _ event: CallEvent, _ context: GatewayContext) async {
        guard self.manager.tracer != nil, !call.status.isTerminal, case .status(let status, _, _) = event.kind else {
            return
        }
        let isElsewhere = call.isStreaming && !self.manager.hasStream(of: call.id)
        let record = isElsewhere ? await self.book.waitForEnd(of: call, context) : call
        self.manager.traceEnd(of: record, status, at: event.time)
    }

    /// A leg that our call has dialled: not a call of its own.
    private func note(
        _ status: CallCore.CallStatus,
        of parent: CallSID,
        _ webhook: SignedWebhook,
        _ context: GatewayContext
    ) async {
        let leg = webhook.call.rawValue
        let parameters = webhook.parameters
        let report = LegReport(
            leg: leg,
            status: status,
            sequence: parameters.sequenceNumber,
            seconds: Self.seconds(parameters.callDuration)
        )
        let id = EventID(naming: "leg", leg, status.rawValue, parameters.sequenceNumber.map { String($0) } ?? "")
        await self.book.note(.legReported(report), in: CallID(parent.description), named: id, context)
    }

    /// A call that we have made is known from its first report on, whatever became of the carrier's answer to the order.
    private func noteOrder(_ webhook: SignedWebhook, _ context: GatewayContext) async {
        guard webhook.query["order"]?.isEmpty == false else { return }
        let info = await self.orderedInfo(from: webhook, context)
        let id = EventID(naming: "received", info.id.rawValue)
        _ = await self.book.append(.received(info), in: info.id, named: id, context)
    }

    /// `POST /api/calls/stream-status`: the carrier's word on a media stream.
    @Sendable func streamStatus(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response
    {
        try await self.report(request, context, route: GatewayPath.streamStatus) { signed, context in
            await self.takeStreamStatus(try signed.read(as: StreamStatusCallback.self), context)
        }
    }

    private func takeStreamStatus(_ callback: StreamStatusCallback, _ context: GatewayContext) async {
        let call = CallID(callback.callSID.description)
        let event = Self.word(callback.event.rawValue)
        if callback.event == .error {
            context.logger.warning(
                "carrier could not stream",
                metadata: ["call.sid": "\(call)", "stream.sid": "\(callback.streamSID)"]
            )
        }
        let notice = StreamNotice(
            stream: callback.streamSID.description,
            event: event,
            error: callback.error.map { SafeText.clean(String($0.prefix(512))) }
        )
        let id = EventID(naming: "stream", call.rawValue, notice.stream, event)
        await self.book.note(.streamReported(notice), in: call, named: id, context)
    }

    /// A word of Twilio's for a record or a log: short and plain, whatever was sent.
    static func word(_ text: String) -> String {
        let plain = text.unicodeScalars.filter { $0.isASCII && ($0.properties.isAlphabetic || $0 == "-") }.prefix(32)
        return String(String.UnicodeScalarView(plain))
    }

    static func seconds(_ duration: Duration?) -> Int? {
        duration.map { Int($0.components.seconds) }
    }
}
