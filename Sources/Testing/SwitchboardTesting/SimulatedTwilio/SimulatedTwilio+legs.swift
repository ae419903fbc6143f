// SPDX-License-Identifier: Apache-2.0

import Twilio

extension SimulatedTwilio {
    /// Makes a call that goes on by itself: one made through the REST API, or a leg that was sent elsewhere.
    ///
    /// - Returns: the call as others see it, running or about to.
    @discardableResult
    func launch(
        _ call: SimulatedCall,
        document: CallRun.DocumentRequest,
        route: ServerRoute,
        report: @escaping @Sendable (SimulatedCallEvent) -> Void
    ) -> LiveCall {
        let live = self.enter(call, route: route, report: report, status: .queued)
        self.background.start {
            let steps = (call.outbound?.callee.opening ?? []) + call.script.steps
            do {
                let cues = try await CueCompiler(voices: self.voices, voice: call.voice).compile(steps)
                await self.run(CallRun(live, document: document, cues: cues))
            } catch {
                var run = CallRun(live, document: document, cues: [])
                run.note(0, "the callee cannot speak: \(error)")
                run.unansweredStatus = .failed
                await self.run(run)
            }
        }
        return live
    }

    /// Lets a call be seen by the rest of Twilio.
    func enter(
        _ call: SimulatedCall,
        route: ServerRoute,
        report: @escaping @Sendable (SimulatedCallEvent) -> Void,
        status: CallStatus
    ) -> LiveCall {
        let webhooks = WebhookClient(
            http: self.http,
            route: route,
            signer: CallSigner(token: call.account.token, signing: call.signing),
            limits: call.limits
        )
        let live = LiveCall(call: call, webhooks: webhooks, twilio: self, report: report)
        let record = CallRow(call, status: status)
        self.ledger.with { $0.calls[record.sid] = record }
        self.calls.add(live)
        return live
    }

    /// Runs a call to its end.
    @discardableResult
    func run(_ run: CallRun) async -> SimulatedCallResult {
        var run = run
        return await run.run()
    }
}
