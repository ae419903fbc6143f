// SPDX-License-Identifier: Apache-2.0

import CallCore

/// The latest word on a recording, as it stands in the file.
struct StoredRecording: Codable {
    var recording: String
    var status: String
    var url: String?
    var seconds: Int?
    var channels: Int?
    var source: String?

    init(_ report: RecordingReport) {
        self.recording = report.recording
        self.status = report.status
        self.url = report.url
        self.seconds = report.seconds
        self.channels = report.channels
        self.source = report.source
    }

    var report: RecordingReport {
        RecordingReport(
            recording: self.recording,
            status: self.status,
            url: self.url,
            seconds: self.seconds,
            channels: self.channels,
            source: self.source
        )
    }
}
