// SPDX-License-Identifier: Apache-2.0

/// A SIP call has been referred elsewhere, or has not: the request to the `action` of `<Refer>`.
///
/// See <https://www.twilio.com/docs/voice/twiml/refer#action>.
public struct ReferResult: TwilioCallback {
    /// Whose it is.
    public let parameters: CallbackParameters
    /// How the new call went, as far as the other side said.
    public let status: CallStatus

    /// Reads the fields of a signed request; demands `ReferCallStatus` besides the SIDs of call and account.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.parameters = try CallbackParameters(form)
        self.status = CallStatus(rawValue: try form.required("ReferCallStatus"))
    }

    /// The SIP answer to the REFER.
    public var referResponseCode: Int? { self.form.count("ReferSipResponseCode") }
    /// The SIP answer that the other side reported in its NOTIFY.
    public var notifyResponseCode: Int? { self.form.count("NotifySipResponseCode") }
}
