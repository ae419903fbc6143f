// SPDX-License-Identifier: Apache-2.0

/// What a ConversationRelay session leaves behind.
struct RelayOutcome: Sendable {
    var end: StreamOutcome.End
    var report: RelayReport
    var recording = CallRecording()
    /// What is left of the caller's script.
    var cues: ArraySlice<CallerCue>
    var violations: [Violation] = []
    var failures: [ScriptFailure] = []
    /// The session's own time.
    var duration = Duration.zero
    /// Why it failed, for the `action`.
    var error: DebuggerError?
}
