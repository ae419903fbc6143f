// SPDX-License-Identifier: Apache-2.0

/// What a caller has typed or said: the request to the `action` of ``Gather``.
///
/// With `actionOnEmptyResult` it comes without input too. See <https://www.twilio.com/docs/voice/twiml/gather#action>.
public struct GatherResult: TwilioCallback {
    /// Whose it is.
    public let parameters: CallbackParameters

    /// Reads the fields of a signed request; demands the SIDs of call and account.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.parameters = try CallbackParameters(form)
    }

    /// The keys, without the one that ended the input.
    public var digits: String? { self.form.text("Digits") }
    /// The key that ended the input.
    public var finishedOnKey: String? { self.form.text("FinishedOnKey") }
    /// What was heard.
    public var speechResult: String? { self.form.text("SpeechResult") }
    /// How sure Twilio is of ``speechResult``, 0 to 1; not always sent.
    public var confidence: Double? { self.form.share("Confidence") }
    /// The language that was recognised, where Twilio says it.
    public var languageCode: String? { self.form.text("LanguageCode") }

    /// Whether the caller neither typed nor said anything.
    public var isEmpty: Bool { self.digits == nil && self.speechResult == nil }
}
