// SPDX-License-Identifier: Apache-2.0

/// All that happened in a simulated call. Times are seconds of the call's own time from its beginning, unless said.
public struct SimulatedCallResult: Sendable, Hashable, Codable {
    /// The call's SID.
    public var sid: String
    /// Whom it reached, or was to reach.
    public var to: String
    /// Why the call ended.
    public var ending = CallEnding.documentEnded
    /// The call's final status in Twilio's words: `completed`, `busy`, `no-answer`, `failed`.
    public var status = "completed"
    /// How long the call lasted from the moment it was answered.
    public var seconds = 0.0
    /// How long the simulation took, in real time.
    public var wallSeconds = 0.0
    /// Every document that was asked for, in order.
    public var documents: [DocumentReport] = []
    /// Every verb that was executed, in order.
    public var verbs: [VerbReport] = []
    /// Every media stream, in order; also those that could not be opened.
    public var streams: [StreamReport] = []
    /// Every ConversationRelay session, in order; also those that could not be opened.
    public var relays: [RelayReport] = []
    /// Every stream that ran beside the call, in the order they were started; also those that could not be opened.
    public var backgroundStreams: [StreamReport] = []
    /// Every status callback, in order.
    public var callbacks: [CallbackReport] = []
    /// What Twilio's debugger would show.
    public var violations: [Violation] = []
    /// Expectations and waits of the script that were not met.
    public var failures: [ScriptFailure] = []
    /// The legs that `<Dial>` made, those that nobody answered too; a leg that was sent elsewhere meanwhile is not
    /// among them.
    public var legs: [SimulatedCallResult] = []
    /// Both sides of all media streams; not part of the JSON.
    public var recording = CallRecording()

    private enum CodingKeys: String, CodingKey {
        case sid
        case to
        case ending
        case status
        case seconds
        case wallSeconds
        case documents
        case verbs
        case streams
        case relays
        case backgroundStreams
        case callbacks
        case violations
        case failures
        case legs
    }

    init(sid: String, to: String = "") {
        self.sid = sid
        self.to = to
    }

    /// Whether everything went as a caller would wish: no failure in the script, no debugger error (warnings may be),
    /// and the call did not end by an error.
    public var isClean: Bool {
        self.failures.isEmpty && self.violations.allSatisfy(\.isWarning) && self.ending.isRegular
    }
}
