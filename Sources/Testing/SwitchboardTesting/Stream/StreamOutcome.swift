// SPDX-License-Identifier: Apache-2.0

/// What a media stream leaves behind.
struct StreamOutcome: Sendable {
    /// How it ended, as far as the call is concerned.
    enum End: Sendable, Hashable {
        /// The server closed, or the connection broke, or never came about: the TwiML goes on.
        case streamOver
        case callerHungUp
        case durationLimit
        /// The call was ordered elsewhere by the REST API.
        case interrupted
    }

    var end: End
    var report: StreamReport
    var recording = CallRecording()
    /// What is left of the caller's script.
    var cues: ArraySlice<CallerCue>
    var violations: [Violation] = []
    var failures: [ScriptFailure] = []
    /// The stream's own time.
    var duration = Duration.zero
}
