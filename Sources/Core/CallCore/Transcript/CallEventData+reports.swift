// SPDX-License-Identifier: Apache-2.0

// What the carrier reports.
extension CallEventData {
    mutating func takeReport(_ kind: CallEvent.Kind) {
        switch kind {
        case .transferEnded(let status, let leg, let seconds):
            self.status = status
            self.leg = leg
            self.durationSeconds = seconds
        case .voicemail(let url, let seconds):
            self.url = url
            self.durationSeconds = seconds
        case .status(let status, let duration, _):
            self.status = status.rawValue
            self.durationSeconds = duration
        case .answeredBy(let who, let after):
            self.answeredBy = who.rawValue
            self.afterSeconds = after.map(LineDocument.seconds)
        case .streamReported(let notice):
            self.stream = notice.stream
            self.event = notice.event
            self.error = notice.error
        case .gathered(let digits, let confidence):
            self.digits = digits
            self.confidence = confidence
        case .recorded(let report): self.take(report)
        case .legReported(let report):
            self.leg = report.leg
            self.status = report.status.rawValue
            self.durationSeconds = report.seconds
        case .fellBack(let code, let url):
            self.code = code
            self.url = url
        default: break
        }
    }

    private mutating func take(_ report: RecordingReport) {
        self.recording = report.recording
        self.status = report.status
        self.url = report.url
        self.durationSeconds = report.seconds
        self.channels = report.channels
        self.source = report.source
    }
}
