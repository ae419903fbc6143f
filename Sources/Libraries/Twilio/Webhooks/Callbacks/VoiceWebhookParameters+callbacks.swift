// SPDX-License-Identifier: Apache-2.0

extension VoiceWebhookParameters {
    /// How long the call was, in a final status callback.
    public var callDuration: Duration? { self.form.seconds("CallDuration") }
    /// The place of a callback in its series, from 0.
    public var sequenceNumber: Int? {
        self.form["SequenceNumber"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }
    /// When the event happened: RFC 2822 in call callbacks, ISO 8601 in stream callbacks.
    public var timestamp: String? { self.form["Timestamp"] }
    /// What sent the callback, such as `call-progress-events`.
    public var callbackSource: String? { self.form["CallbackSource"] }
    /// The SIP answer of a call that was not connected.
    public var sipResponseCode: Int? { self.form["SipResponseCode"].flatMap { Int($0) } }
    /// Who answered an outgoing call: `human`, `machine_start` and others.
    public var answeredBy: String? { self.form["AnsweredBy"] }
    /// What failed, in a request to the fallback URL.
    public var errorCode: Int? { self.form["ErrorCode"].flatMap { Int($0) } }
    /// Where it failed, in a request to the fallback URL.
    public var errorURL: String? { self.form["ErrorUrl"] }
    /// The media stream, in a stream callback.
    public var streamSID: StreamSID? { self.form["StreamSid"].flatMap { StreamSID($0) } }
    /// `stream-started`, `stream-stopped` or `stream-error`.
    public var streamEvent: String? { self.form["StreamEvent"] }
    /// What failed, with `stream-error`.
    public var streamError: String? { self.form["StreamError"] }
}
