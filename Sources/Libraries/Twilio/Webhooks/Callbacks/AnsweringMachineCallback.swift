// SPDX-License-Identifier: Apache-2.0

/// Who has answered an outgoing call: the callback of asynchronous detection, which has nothing else, or the first request
/// of a call with synchronous detection.
///
/// See <https://www.twilio.com/docs/voice/answering-machine-detection>.
public struct AnsweringMachineCallback: TwilioCallback {
    /// Whose it is.
    public let parameters: CallbackParameters
    /// Who.
    public let answeredBy: Verdict

    /// Reads the fields of a signed request; demands `AnsweredBy` besides the SIDs of call and account.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.parameters = try CallbackParameters(form)
        self.answeredBy = Verdict(rawValue: try form.required("AnsweredBy"))
    }

    /// How long the decision took, to the millisecond.
    public var detectionDuration: Duration? { self.form.milliseconds("MachineDetectionDuration") }
}
