// SPDX-License-Identifier: Apache-2.0

package import CallCore

// What the carrier reports.
extension EventPayload {
    package mutating func takeReport(_ kind: CallEvent.Kind) {
        switch kind {
        case .answeredBy(let who, let after):
            self.answeredBy = who.rawValue
            self.after = after?.storedSeconds
        case .streamReported(let report):
            self.stream = report.stream
            self.event = report.event
            self.error = report.error
        case .gathered(let digits, let confidence):
            self.digits = digits
            self.confidence = confidence?.storedNumber
        case .recorded(let report):
            self.recording = report.recording
            self.status = report.status
            self.url = report.url
            self.seconds = report.seconds
            self.channels = report.channels
            self.source = report.source
        case .legReported(let report):
            self.leg = report.leg
            self.status = report.status.rawValue
            self.sequence = report.sequence
            self.seconds = report.seconds
        case .fellBack(let code, let url):
            self.code = code
            self.url = url
        default:
            break
        }
    }

    /// The event again; `nil` if it is of another kind, a key is missing, or it has a value of a later version.
    package func report(_ name: String) -> CallEvent.Kind? {
        switch name {
        case "answered_by":
            self.answeredBy.flatMap(AnsweredBy.init(rawValue:)).map {
                .answeredBy($0, after: self.after.map(Duration.init(storedSeconds:)))
            }
        case "stream_reported":
            zipped(self.stream, self.event).map {
                .streamReported(StreamNotice(stream: $0, event: $1, error: self.error))
            }
        case "gathered": .gathered(digits: self.digits, confidence: self.confidence)
        case "recorded": self.recordingReport.map { .recorded($0) }
        case "leg_reported": self.legReport.map { .legReported($0) }
        case "fell_back": .fellBack(code: self.code, url: self.url)
        default: nil
        }
    }

    private var recordingReport: RecordingReport? {
        guard let recording, let status else { return nil }
        return RecordingReport(
            recording: recording,
            status: status,
            url: self.url,
            seconds: self.seconds,
            channels: self.channels,
            source: self.source
        )
    }

    private var legReport: LegReport? {
        guard let leg, let status = self.status.flatMap(CallStatus.init(rawValue:)) else { return nil }
        return LegReport(leg: leg, status: status, sequence: self.sequence, seconds: self.seconds)
    }

    // MARK: Commands

    package mutating func take(_ command: OperatorCommand) {
        switch command {
        case .hangUp: self.command = "hang_up"
        case .transfer(let address, let whisper):
            self.command = "transfer"
            self.to = address
            self.whisper = whisper
        case .say(let text):
            self.command = "say"
            self.text = text
        case .hold: self.command = "hold"
        case .resume: self.command = "resume"
        }
    }

    package var storedCommand: OperatorCommand? {
        switch self.command {
        case "hang_up": .hangUp
        case "transfer": self.to.map { .transfer(to: $0, whisper: self.whisper) }
        case "say": self.text.map { .say($0) }
        case "hold": .hold
        case "resume": .resume
        default: nil
        }
    }
}
