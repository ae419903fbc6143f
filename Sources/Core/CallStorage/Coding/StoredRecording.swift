// SPDX-License-Identifier: Apache-2.0

package import CallCore

/// The latest word on a recording, as it stands in the file.
package struct StoredRecording: Codable {
    package var recording: String
    package var status: String
    package var url: String?
    package var seconds: Int?
    package var channels: Int?
    package var source: String?

    package init(_ report: RecordingReport) {
        self.recording = report.recording
        self.status = report.status
        self.url = report.url
        self.seconds = report.seconds
        self.channels = report.channels
        self.source = report.source
    }

    package var report: RecordingReport {
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
