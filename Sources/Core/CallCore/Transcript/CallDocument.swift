// SPDX-License-Identifier: Apache-2.0

/// A call as operators see it.
package struct CallDocument: Encodable {
    let sid: String
    let account: String
    let direction: String
    let from: String
    let to: String
    let status: String
    /// Whether it still goes on.
    let active: Bool
    let result: String?
    let reason: String?
    let next: String?
    let transferTo: String?
    /// How the last attempt to connect the caller ended, and how long they were connected, in Twilio's words and figures.
    let transferStatus: String?
    let transferSeconds: Int?
    let whisper: String?
    let answeredBy: String?
    let plan: Plan?
    let recordings: [Recording]
    let streams: Int
    let lines: Int
    let audioLostSeconds: Double
    let durationSeconds: Int?
    let voicemailUrl: String?
    let receivedAt: String
    let endedAt: String?

    package init(_ call: CallRecord) {
        self.sid = call.id.rawValue
        self.account = call.info.account
        self.direction = call.info.direction.rawValue
        self.from = call.info.from
        self.to = call.info.to
        self.status = call.status.rawValue
        self.active = call.isActive
        self.result = call.termination?.result.rawValue
        self.reason = call.termination?.reason
        self.next = call.next.map(\.name)
        self.transferTo = if case .transfer(let number, _)? = call.next { number } else { nil }
        self.whisper = if case .transfer(_, let whisper)? = call.next { whisper } else { nil }
        self.transferStatus = call.transferStatus
        self.transferSeconds = call.transferSeconds
        self.answeredBy = call.answeredBy?.rawValue
        self.plan = call.info.plan.map { Plan($0) }
        self.recordings = call.recordings.map { Recording($0) }
        self.streams = call.streams
        self.lines = call.lines
        self.audioLostSeconds = call.audioLostSeconds
        self.durationSeconds = call.duration
        self.voicemailUrl = call.voicemailURL
        self.receivedAt = Timestamp.text(call.info.receivedAt)
        self.endedAt = call.endedAt.map(Timestamp.text)
    }

    /// What the call was ordered with.
    struct Plan: Encodable {
        let order: String?
        let greeting: String?
        let dialogue: String?
        let onMachine: String
        let message: String?

        init(_ plan: CallPlan) {
            self.order = plan.order
            self.greeting = plan.greeting
            self.dialogue = plan.dialogue
            self.message = if case .leave(let message) = plan.onMachine { message } else { nil }
            self.onMachine =
                switch plan.onMachine {
                case .talk: "talk"
                case .hangUp: "hang_up"
                case .leave: "leave"
                }
        }
    }

    /// The carrier's latest word on a recording.
    struct Recording: Encodable {
        let recording: String
        let status: String
        let url: String?
        let seconds: Int?
        let channels: Int?
        let source: String?

        init(_ report: RecordingReport) {
            self.recording = report.recording
            self.status = report.status
            self.url = report.url
            self.seconds = report.seconds
            self.channels = report.channels
            self.source = report.source
        }
    }
}
