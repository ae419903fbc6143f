// SPDX-License-Identifier: Apache-2.0

extension VoiceWebhookParameters {
    /// Keys after ``Gather`` or ``Record``; after `Record` also the word `hangup`.
    public var digits: String? { self.form["Digits"] }
    /// The key that ended the input.
    public var finishedOnKey: String? { self.form["FinishedOnKey"] }
    /// What was heard.
    public var speechResult: String? { self.form["SpeechResult"] }
    /// How sure Twilio is of ``speechResult``, 0 to 1; not always sent.
    public var confidence: Double? {
        self.form["Confidence"].flatMap { Double($0) }.flatMap { (0...1).contains($0) ? $0 : nil }
    }
    /// The recording.
    public var recordingSID: RecordingSID? { self.form["RecordingSid"].flatMap { RecordingSID($0) } }
    /// Where the recording is or will be; as it stands it is WAV.
    public var recordingURL: String? { self.form["RecordingUrl"] }
    /// How long the recording is.
    public var recordingDuration: Duration? { self.form.seconds("RecordingDuration") }
    /// The state of the recording: `in-progress`, `completed`, `absent` or `failed`.
    public var recordingStatus: String? { self.form["RecordingStatus"] }
    /// How a ``Dial`` ended.
    public var dialCallStatus: DialCallStatus? { self.form["DialCallStatus"].map { DialCallStatus(rawValue: $0) } }
    /// The leg a ``Dial`` made.
    public var dialCallSID: CallSID? { self.form["DialCallSid"].flatMap { CallSID($0) } }
    /// How long a ``Dial`` was connected.
    public var dialCallDuration: Duration? { self.form.seconds("DialCallDuration") }
    /// Whether a ``Dial`` was connected.
    public var dialBridged: Bool? { self.form["DialBridged"].map { $0 == "true" } }
}
