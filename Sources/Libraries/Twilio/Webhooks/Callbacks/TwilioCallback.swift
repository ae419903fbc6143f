// SPDX-License-Identifier: Apache-2.0

/// One kind of request that Twilio makes about a call.
///
/// Each type demands what the request cannot be understood without and throws ``TwilioError/Code/invalidParameter`` with
/// the name of the parameter otherwise. Everything else is optional: absent, empty and unreadable values are `nil`, and
/// the text stays in ``form``, as do parameters that Twilio adds one day.
///
/// ```swift
/// let callback = try CallStatusCallback(FormDecoder().decode(body))
/// ```
public protocol TwilioCallback: Sendable {
    /// Whose it is.
    var parameters: CallbackParameters { get }

    /// Reads the fields of a signed request.
    init(_ form: FormParameters) throws(TwilioError)
}

extension TwilioCallback {
    /// All fields as they came.
    public var form: FormParameters { self.parameters.form }
    /// The call.
    public var callSID: CallSID { self.parameters.callSID }
    /// The account the call belongs to.
    public var accountSID: AccountSID { self.parameters.accountSID }
}
