// SPDX-License-Identifier: Apache-2.0

import Twilio

/// Machine detection that runs beside the documents and reports to a callback.
struct AsynchronousDetection: Sendable {
    let verdict: MachineDetection.Verdict
    let callback: String?
    let method: WebhookMethod
    let live: LiveCall

    /// Waits until it is clear who answered, then says so, with these four parameters and no others. Twilio,
    /// "Answering Machine Detection".
    func run() async {
        let pause = self.verdict.after / self.live.call.verbPace
        // Only cancellation wakes a clock early: the call is over before anything was found out.
        guard (try? await self.live.twilio.clock.sleep(for: pause)) != nil else { return }
        guard !self.live.isOver else { return }
        let answeredBy = self.verdict.answeredBy
        self.live.twilio.ledger.updateCall(self.live.sid) { $0.answeredBy = answeredBy }
        guard let callback = self.callback, let url = WebURL(callback) else { return }
        let parameters: FormParameters = [
            "CallSid": self.live.sid, "AccountSid": self.live.call.account.sid, "AnsweredBy": answeredBy,
            "MachineDetectionDuration": String(self.verdict.after.milliseconds),
        ]
        self.live.keep(await CallRun.post(url, parameters, method: self.method, through: self.live.webhooks))
    }
}
