// SPDX-License-Identifier: Apache-2.0

import Foundation
import Twilio

extension CallRun {
    /// How the call ends in Twilio's words.
    var finalStatus: CallStatus {
        if self.answeredAt != nil { return .completed }
        return self.unansweredStatus ?? .noAnswer
    }

    /// Tells the call's status callback about its progress, if it wants to know.
    mutating func reportProgress(_ progress: SimulatedCall.Progress) async {
        let sequence = self.callbackSequence
        self.callbackSequence += 1
        guard self.call.statusCallback != nil, self.call.statusCallbackEvents.contains(progress) else { return }
        let status: CallStatus =
            switch progress {
            case .initiated: .initiated
            case .ringing: .ringing
            case .answered: .inProgress
            case .completed: self.finalStatus
            }
        var extra: FormParameters = [
            "CallbackSource": "call-progress-events", "SequenceNumber": String(sequence),
            "Timestamp": Self.timestamp(.now),
        ]
        if progress == .completed { self.appendEnding(to: &extra) }
        let parameters = self.parameters(adding: extra, status: status)
        switch self.call.callbackFaults[progress] {
        case .lost: return
        case .afterNext: self.heldCallbacks.append((isLast: false, parameters: parameters))
        case .last: self.heldCallbacks.append((isLast: true, parameters: parameters))
        case .twice:
            await self.postProgress(parameters)
            await self.postProgress(parameters)
            await self.releaseCallbacks()
        case nil:
            await self.postProgress(parameters)
            await self.releaseCallbacks()
        }
    }

    /// What only the last callback says.
    private func appendEnding(to extra: inout FormParameters) {
        extra.append("CallDuration", String(Int(self.result.seconds.rounded(.up))))
        extra.append("Duration", String(Int((self.result.seconds / 60).rounded(.up))))
        if let code = self.sipResponse { extra.append("SipResponseCode", String(code)) }
        if let answeredBy = self.twilio.ledger.call(self.call.sid)?.answeredBy {
            extra.append("AnsweredBy", answeredBy)
        }
        if let recording = self.recording {
            for field in self.parameters(of: recording) { extra.append(field) }
        }
    }

    private mutating func postProgress(_ parameters: FormParameters) async {
        guard let target = self.call.statusCallback else { return }
        await self.callBack(target, parameters, method: self.call.statusCallbackMethod)
    }

    /// Sends what a fault kept back; at the end of the call everything.
    mutating func releaseCallbacks(isLast: Bool = false) async {
        let held = self.heldCallbacks.filter { isLast || !$0.isLast }
        self.heldCallbacks.removeAll { isLast || !$0.isLast }
        for callback in held { await self.postProgress(callback.parameters) }
    }

    /// Posts to a callback whose answer does not matter; 4xx and 5xx are warning 15003.
    mutating func callBack(_ target: String, _ parameters: FormParameters, method: WebhookMethod = .post) async {
        guard let url = WebURL(target) else {
            self.note(15_004, "\(target) is no absolute URL")
            return
        }
        let posted = await Self.post(url, parameters, method: method, through: self.webhooks, cookies: self.cookies)
        self.note(posted)
    }

    /// Keeps what became of a callback.
    mutating func note(_ posted: (report: CallbackReport, warning: String?)) {
        self.result.callbacks.append(posted.report)
        if let warning = posted.warning { self.note(15_003, warning) }
    }

    /// Posts to a callback beside the call.
    static func post(
        _ url: WebURL,
        _ parameters: FormParameters,
        method: WebhookMethod = .post,
        through webhooks: WebhookClient,
        cookies: [String: String] = [:]
    ) async -> (report: CallbackReport, warning: String?) {
        let request = WebhookRequest(url: url, method: method, parameters: parameters)
        var report = CallbackReport(url: url.description, parameters: Self.dictionary(parameters))
        // A task of its own, bounded by the client's time limit: Twilio tells how a call went on also when the caller has
        // hung up, which is what cancelling a simulated call means.
        let answered = await Task { () async -> Result<WebhookAnswer, DebuggerError> in
            do throws(DebuggerError) { return .success(try await webhooks.send(request, cookies: cookies)) } catch {
                return .failure(error)
            }
        }.value
        do throws(DebuggerError) {
            let answer = try answered.get()
            report.httpStatus = answer.status
            return (report, answer.status < 400 ? nil : "\(url) answered \(answer.status)")
        } catch {
            return (report, error.message)
        }
    }

    /// RFC 2822 in GMT, as in every callback but those of media streams.
    static func timestamp(_ date: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
        return formatter.string(from: date)
    }
}
