// SPDX-License-Identifier: Apache-2.0

/// What has been heard so far: the request to `partialResultCallback` of ``Gather``.
///
/// They may arrive out of order. The answer is ignored. See <https://www.twilio.com/docs/voice/twiml/gather>.
public struct PartialSpeechResult: TwilioCallback {
    /// Whose it is.
    public let parameters: CallbackParameters

    /// Reads the fields of a signed request; demands the SIDs of call and account.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.parameters = try CallbackParameters(form)
    }

    /// The beginning, which will not change.
    public var stableText: String? { self.form.text("StableSpeechResult") }
    /// The rest, which may change.
    public var unstableText: String? { self.form.text("UnstableSpeechResult") }
    /// How likely it is that ``unstableText`` stays, 0 to 1.
    public var stability: Double? { self.form.share("Stability") }
    /// The place in the series, from 0.
    public var sequenceNumber: Int? { self.form.count("SequenceNumber") }
}
