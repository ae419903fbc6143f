// SPDX-License-Identifier: Apache-2.0

import Twilio

extension SimulatedCallee {
    /// What becomes of a call to somebody.
    struct Outcome: Sendable, Hashable {
        /// When it is decided, from the beginning of the ringing.
        var after: Duration
        /// `nil`: answered.
        var failure: CallStatus?
        /// What a SIP carrier would say of a failure.
        var sipResponse: Int?
        /// Whether it rings at all.
        var rings = true
    }

    /// What becomes of a call that rings no longer than `timeout`.
    func outcome(within timeout: Duration) -> Outcome {
        switch self.answer {
        case .failed: return Outcome(after: self.rings, failure: .failed, sipResponse: 404, rings: false)
        case .rejected: return Outcome(after: self.rings, failure: .failed, sipResponse: 603, rings: false)
        case .noAnswer: return Outcome(after: timeout, failure: .noAnswer, sipResponse: 487)
        case .busy where self.rings < timeout:
            return Outcome(after: self.rings, failure: .busy, sipResponse: 486)
        case .human, .machine, .fax, .silence, .busy:
            guard self.rings < timeout else { return Outcome(after: timeout, failure: .noAnswer, sipResponse: 487) }
            return Outcome(after: self.rings)
        }
    }

    /// What is heard from this side when it has picked up, before the steps of its script.
    var opening: [CallerStep] {
        switch self.answer {
        case .human(let hello): [.audio(Tone.speech(hello))]
        case .machine(let greeting, let beeps):
            [.audio(Tone.speech(greeting))] + (beeps ? [.audio(Tone.beep(.milliseconds(500)))] : [])
        case .fax: [.audio(Tone.beep(.seconds(3), hertz: 2100))]
        case .silence, .busy, .noAnswer, .failed, .rejected: []
        }
    }
}
