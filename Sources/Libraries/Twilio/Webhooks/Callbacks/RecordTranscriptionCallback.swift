// SPDX-License-Identifier: Apache-2.0

/// The transcription of a recording is done: the request to the `transcribeCallback` of ``Record``.
///
/// See <https://www.twilio.com/docs/voice/twiml/record#transcribecallback>.
public struct RecordTranscriptionCallback: TwilioCallback {
    /// Whose it is.
    public let parameters: CallbackParameters
    /// The transcription.
    public let transcriptionSID: RecordingTranscriptionSID
    /// `completed` or `failed`.
    public let status: String

    /// Reads the fields of a signed request; demands `TranscriptionSid`, `TranscriptionStatus` besides the SIDs of call and account.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.parameters = try CallbackParameters(form)
        self.transcriptionSID = try form.required("TranscriptionSid", as: RecordingTranscriptionSID.self)
        self.status = try form.required("TranscriptionStatus")
    }

    /// What was said.
    public var text: String? { self.form.text("TranscriptionText") }
    /// Where the transcription is.
    public var url: String? { self.form.text("TranscriptionUrl") }
    /// The recording.
    public var recordingSID: RecordingSID? { self.form.sid("RecordingSid", as: RecordingSID.self) }
    /// Where the recording is.
    public var recordingURL: String? { self.form.text("RecordingUrl") }
}
