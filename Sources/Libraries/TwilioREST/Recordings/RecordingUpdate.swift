// SPDX-License-Identifier: Apache-2.0

internal import Twilio

/// A change of a recording that runs.
public enum RecordingUpdate: Sendable, Hashable {
    /// Waits; Twilio's default is to record silence meanwhile.
    case pause(PauseBehaviour? = nil)
    /// Goes on.
    case resume
    /// Ends it.
    case stop
}

extension RecordingUpdate {
    var form: FormParameters {
        var writer = FormWriter()
        switch self {
        case .pause(let behaviour):
            writer.set("Status", RecordingStatus.paused)
            writer.set("PauseBehavior", behaviour)
        case .resume:
            writer.set("Status", RecordingStatus.inProgress)
        case .stop:
            writer.set("Status", RecordingStatus.stopped)
        }
        return writer.form
    }
}
