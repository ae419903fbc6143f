// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging
import ServiceContextModule
import Twilio

extension WebhookRoutes {
    private static let longestURL = 2_048

    /// `POST /api/calls/recording`: the caller has left a message (`<Record action>`), or the carrier's word on a recording
    /// (`recordingStatusCallback`), which is known by its `RecordingStatus`.
    @Sendable func recording(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        let signed = try await self.reader.readForm(request, context, route: GatewayPath.recording)
        guard signed.form["RecordingStatus"] == nil else {
            try await ServiceContext.within(context.trace?.context) { [context] in
                try await self.recordingReported(signed, context)
            }
            return Answer.nothing
        }
        return try await self.answer(self.reader.webhook(signed, context), context, route: GatewayPath.recording) {
            webhook,
            context in
            let parameters = webhook.parameters
            let record = await self.book.look(up: webhook.call, context).record
            let dialogue = record.map { self.manager.dialogue(for: $0.info) } ?? self.manager.dialogue
            guard let url = parameters.recordingURL, !url.isEmpty, url.utf8.count <= Self.longestURL else {
                return self.twiml(for: webhook).hangUp()
            }
            let seconds = Int((parameters.recordingDuration ?? .zero).components.seconds)
            let name = parameters.recordingSID?.description ?? url
            let id = EventID(naming: "voicemail", webhook.call.rawValue, name)
            _ = await self.book.append(.voicemail(url: url, seconds: seconds), in: webhook.call, named: id, context)
            context.logger.info("message left", metadata: ["voicemail.seconds": "\(seconds)"])
            return self.twiml(for: webhook).hangUp(saying: dialogue.prompts.goodbye)
        }
    }

    private func recordingReported(
        _ signed: SignedForm,
        _ context: GatewayContext
    ) async throws {
        let callback: RecordingStatusCallback
        do throws(TwilioError) {
            callback = try RecordingStatusCallback(signed.form)
        } catch {
            throw Problem.badRequest(error.message)
        }
        // That of a conference is of no call.
        guard let call = callback.callSID.map({ CallID($0.description) }) else { return }
        let status = Self.word(callback.status.rawValue)
        let report = RecordingReport(
            recording: callback.recordingSID.description,
            status: status,
            url: callback.url.flatMap { $0.utf8.count <= Self.longestURL ? $0 : nil },
            seconds: Self.seconds(callback.duration),
            channels: callback.channels,
            source: callback.source.map(Self.word)
        )
        let id = EventID(naming: "recording", report.recording, status)
        await self.book.note(.recorded(report), in: call, named: id, context)
    }

    /// What a recorded `<Dial>` says of its recording; the carrier's own report may come later or not at all.
    func noteRecording(of webhook: SignedWebhook, _ context: GatewayContext) async {
        let parameters = webhook.parameters
        guard let recording = parameters.recordingSID?.description else { return }
        let report = RecordingReport(
            recording: recording,
            status: "completed",
            url: parameters.recordingURL.flatMap { $0.utf8.count <= Self.longestURL ? $0 : nil },
            seconds: Self.seconds(parameters.recordingDuration),
            source: "DialVerb"
        )
        let id = EventID(naming: "recording", recording, "dial")
        _ = await self.book.append(.recorded(report), in: webhook.call, named: id, context)
    }
}
