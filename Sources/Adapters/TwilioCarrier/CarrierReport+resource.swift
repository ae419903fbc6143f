// SPDX-License-Identifier: Apache-2.0

import CallCore
import Twilio
import TwilioREST

extension CarrierReport {
    /// What Twilio shows of a call; `nil` when its state is not one that is known.
    init?(_ call: CallResource) {
        guard let status = call.status.flatMap({ CallCore.CallStatus(rawValue: $0.rawValue) }) else { return nil }
        self.init(
            status: status,
            seconds: status.isTerminal ? call.duration.map { Int($0.components.seconds) } : nil,
            answeredBy: call.answeredBy.map { CallCore.AnsweredBy(rawValue: $0.rawValue) ?? .unknown }
        )
    }
}
