// SPDX-License-Identifier: Apache-2.0

/// Twilio's answering machine detection: what is found out about a callee, and when.
///
/// Twilio, "Answering Machine Detection". Thresholds have Twilio's defaults.
struct MachineDetection: Sendable, Hashable {
    /// What the caller of the API wants to know.
    enum Mode: String, Sendable, Hashable {
        /// As soon as it is clear who answered.
        case enable = "Enable"
        /// For a machine, when its greeting is over.
        case detectMessageEnd = "DetectMessageEnd"
    }

    /// What was found out.
    struct Verdict: Sendable, Hashable {
        /// Twilio's `AnsweredBy`.
        var answeredBy: String
        /// Since the call was answered.
        var after: Duration
    }

    var mode = Mode.enable
    var timeout = Duration.seconds(30)
    /// Speech longer than this is a machine's.
    var speechThreshold = Duration.milliseconds(2400)
    /// Silence after speech that ends it.
    var speechEndThreshold = Duration.milliseconds(1200)
    /// Silence at the beginning after which nothing can be said.
    var silenceTimeout = Duration.milliseconds(5000)
    /// Where an asynchronous verdict goes; `nil` when the first document waits for it.
    var callback: String?
    var callbackMethod = WebhookMethod.post
    var isAsynchronous = false

    /// What is found out about somebody.
    func verdict(on answer: SimulatedCallee.Answer) -> Verdict {
        let verdict = self.patientVerdict(on: answer)
        return verdict.after > self.timeout ? Verdict(answeredBy: "unknown", after: self.timeout) : verdict
    }

    private func patientVerdict(on answer: SimulatedCallee.Answer) -> Verdict {
        switch answer {
        case .human(let hello) where hello < self.speechThreshold:
            return Verdict(answeredBy: "human", after: hello + self.speechEndThreshold)
        case .human(let speech): return self.machine(speech, beeps: false)
        case .machine(let greeting, _) where greeting < self.speechThreshold:
            // A short greeting is taken for a person: so does Twilio.
            return Verdict(answeredBy: "human", after: greeting + self.speechEndThreshold)
        case .machine(let greeting, let beeps): return self.machine(greeting, beeps: beeps)
        case .fax: return Verdict(answeredBy: "fax", after: .seconds(1))
        case .silence, .busy, .noAnswer, .failed, .rejected:
            return Verdict(answeredBy: "unknown", after: self.silenceTimeout)
        }
    }

    private func machine(_ speech: Duration, beeps: Bool) -> Verdict {
        guard self.mode == .detectMessageEnd else {
            return Verdict(answeredBy: "machine_start", after: self.speechThreshold)
        }
        return beeps
            ? Verdict(answeredBy: "machine_end_beep", after: speech + .milliseconds(500))
            : Verdict(answeredBy: "machine_end_silence", after: speech + self.speechEndThreshold)
    }
}
