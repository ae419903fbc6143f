// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging
import Twilio

// Listening to people who talk with people. They are connected in any case: a stream that cannot be had is only missed.
extension WebhookRoutes {
    /// How both sides of a call are listened to that goes on with `step`; `nil` if that is not wanted or cannot be, or if
    /// nobody is connected.
    func listening(
        to info: CallInfo,
        before step: NextStep,
        _ context: GatewayContext,
        isResumed: Bool = true
    ) -> ListenInOrder? {
        guard self.listeningMode != .off, case .transfer = step else { return nil }
        switch self.manager.admit(info, isResumed: isResumed, for: .listening) {
        case .admitted(let pass):
            return ListenInOrder(token: self.sealer.token(of: pass), announcement: self.listeningAnnouncement)
        case .full, .draining:
            context.logger.warning("call goes on without being transcribed")
            return nil
        }
    }

    /// Connects a call that just came in with a person, where every call is to be. `isKept` says whether what happens in
    /// the call is kept; `nil` if the call is over.
    func connectAtOnce(
        _ info: CallInfo,
        _ webhook: SignedWebhook,
        _ context: GatewayContext,
        isKept: Bool?
    ) -> TwiMLDocument? {
        guard case .everything(let address) = self.listeningMode, info.direction == .inbound, let isKept else {
            return nil
        }
        let step = NextStep.transfer(to: address)
        guard isKept else {
            // Without the record of the call there is nowhere to put what would be heard.
            self.manager.decided(step, for: info.id)
            return self.twiml(for: webhook).go(step)
        }
        self.decide(step, for: info.id)
        return self.twiml(for: webhook).go(
            step,
            listening: self.listening(to: info, before: step, context, isResumed: false)
        )
    }
}
