// SPDX-License-Identifier: Apache-2.0

import Twilio

extension CallRun {
    /// Rings until somebody answers. Returns how the call ended when nobody did.
    mutating func ring(_ leg: OutboundLeg) async -> CallEnding? {
        // A call that is canceled while it waits for its turn is not reported to anybody.
        if case .interrupted(let flow) = await self.wait(atMost: leg.queueTime) {
            return self.unanswered(.canceled, flow, isReported: false)
        }
        await self.reportProgress(.initiated)
        let outcome = leg.callee.outcome(within: leg.timeout)
        if outcome.rings {
            self.noteRinging()
            await self.reportProgress(.ringing)
        }
        if case .interrupted(let flow) = await self.wait(atMost: outcome.after) {
            self.sipResponse = 487
            return self.unanswered(.canceled, flow)
        }
        if let failure = outcome.failure {
            self.sipResponse = outcome.sipResponse
            self.unansweredStatus = failure
            return .notAnswered
        }
        await self.answer()
        if let recording = leg.recording { self.recording = self.startRecording(recording) }
        return nil
    }

    private mutating func unanswered(_ status: CallStatus, _ flow: Flow, isReported: Bool = true) -> CallEnding {
        self.unansweredStatus = status
        self.isReported = isReported
        if case .end(let ending) = flow { return ending }
        return .notAnswered
    }

    /// What happens between the answer and the first document: keys are pressed, or it is found out who answered.
    ///
    /// Twilio ignores machine detection where keys are to be pressed.
    mutating func prepare(_ leg: OutboundLeg) async -> Flow {
        guard leg.sendDigits.isEmpty else { return await self.pass(Self.length(ofKeys: leg.sendDigits)) }
        guard let detection = leg.detection, !detection.isAsynchronous else { return .next }
        let verdict = detection.verdict(on: leg.callee.answer)
        let flow = await self.pass(verdict.after, with: Playback())
        guard case .next = flow else { return flow }
        self.live.twilio.ledger.updateCall(self.call.sid) { $0.answeredBy = verdict.answeredBy }
        self.document.parameters.append("AnsweredBy", verdict.answeredBy)
        self.document.parameters.append("MachineDetectionDuration", String(verdict.after.milliseconds))
        return .next
    }

    /// A lower-case w is half a second of silence, an upper-case one a whole; a key sounds for 200 ms.
    static func length(ofKeys keys: String) -> Duration {
        .milliseconds(keys.map { $0 == "w" ? 500 : $0 == "W" ? 1000 : 200 }.reduce(0, +))
    }

    /// Follows the documents while it is found out beside them who answered.
    mutating func followDocuments(detecting detection: AsynchronousDetection) async -> CallEnding {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await detection.run() }
            let ending = await self.followDocuments()
            group.cancelAll()
            return ending
        }
    }
}
