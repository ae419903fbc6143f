// SPDX-License-Identifier: Apache-2.0

import CallCore
import Twilio
import TwilioREST

extension NewCall {
    /// The request for an order. Fails with ``CarrierError/Code/invalidNumber`` for an address that no call can go to.
    init(_ call: OutboundCall) throws(CarrierError) {
        switch PhoneAddress(call.to) {
        case .e164, .client, .sip: break
        case .sim, .whatsapp, .shortCode, .withheld, .other:
            throw CarrierError(.invalidNumber, "The address is none of +E.164, client:NAME, sip:USER@HOST.")
        }
        self.init(to: call.to, from: call.from, then: .url(call.answerURL, method: .post))
        self.fallback = call.fallbackURL.map { Callback($0, method: .post) }
        self.statusCallback = Callback(call.statusURL, method: .post)
        self.statusEvents = [.initiated, .ringing, .answered, .completed]
        self.timeout = call.ringLimit
        self.timeLimit = call.timeLimit
        self.sendDigits = call.sendDigits
        self.machineDetection = try Self.machineDetection(call)
    }

    private static func machineDetection(_ call: OutboundCall) throws(CarrierError) -> MachineDetectionOptions? {
        switch call.machineDetection {
        case .off: return nil
        case .enable: return MachineDetectionOptions(.enable)
        case .detectMessageEnd: return MachineDetectionOptions(.detectMessageEnd)
        case .async:
            // Twilio would only warn (21262), and the verdict would never come.
            guard let url = call.machineURL else {
                throw CarrierError(.refused, "Machine detection during the call needs a URL for its verdict.")
            }
            return MachineDetectionOptions(.enable, asynchronousCallback: Callback(url, method: .post))
        }
    }
}
