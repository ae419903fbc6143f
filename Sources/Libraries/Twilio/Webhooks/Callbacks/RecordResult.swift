// SPDX-License-Identifier: Apache-2.0

/// A caller has left a recording: the request to the `action` of ``Record``.
///
/// The file may not be ready yet; a ``RecordingStatusCallback`` says when it is. See
/// <https://www.twilio.com/docs/voice/twiml/record#action>.
public struct RecordResult: TwilioCallback {
    /// Whose it is.
    public let parameters: CallbackParameters

    /// Reads the fields of a signed request; demands the SIDs of call and account.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.parameters = try CallbackParameters(form)
    }

    /// The recording.
    public var recordingSID: RecordingSID? { self.form.sid("RecordingSid", as: RecordingSID.self) }
    /// Where it is or will be: as it stands WAV, with `.mp3` at the end MP3.
    public var recordingURL: String? { self.form.text("RecordingUrl") }
    /// How long it is.
    public var duration: Duration? { self.form.seconds("RecordingDuration") }
    /// The key that ended it, or `hangup`.
    public var digits: String? { self.form.text("Digits") }

    /// Whether it ended because the caller hung up.
    public var hasHungUp: Bool { self.digits == "hangup" }
}
