// SPDX-License-Identifier: Apache-2.0

/// A document could not be fetched or carried out: the request to the fallback URL.
///
/// See <https://www.twilio.com/docs/voice/twiml#fallback-url>.
public struct FallbackRequest: TwilioCallback {
    /// Whose it is.
    public let parameters: CallbackParameters
    /// What failed, as a code of Twilio's error dictionary, such as 11200.
    public let errorCode: Int

    /// Reads the fields of a signed request; demands `ErrorCode` besides the SIDs of call and account.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.parameters = try CallbackParameters(form)
        self.errorCode = try Self.code(form)
    }

    /// Where it failed.
    public var errorURL: String? { self.form.text("ErrorUrl") }

    private static func code(_ form: FormParameters) throws(TwilioError) -> Int {
        guard let code = form.count("ErrorCode") else {
            throw TwilioError(.invalidParameter, "ErrorCode is missing or is no number.")
        }
        return code
    }
}
