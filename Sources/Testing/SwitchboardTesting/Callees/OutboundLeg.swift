// SPDX-License-Identifier: Apache-2.0

/// What is special about a call that Twilio makes: whom it reaches, and how long it waits.
struct OutboundLeg: Sendable {
    var callee: SimulatedCallee
    /// How long it may ring.
    var timeout = Duration.seconds(60)
    /// How long the call waits for its turn.
    var queueTime = Duration.zero
    /// Keys that are pressed when somebody has answered.
    var sendDigits = ""
    var detection: MachineDetection?
    /// Set when the whole call is recorded.
    var recording: RecordingPlan?
}
