// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import Twilio

/// A stream of a call as the API describes it: <https://www.twilio.com/docs/voice/api/stream-resource>.
public struct StreamResource: Sendable, Hashable {
    /// The stream.
    public var sid: StreamSID
    /// Its account.
    public var account: AccountSID?
    /// Its call.
    public var call: CallSID?
    /// Its name.
    public var name: String?
    /// The state.
    public var status: StreamStatus?
    /// When it was changed.
    public var updated: Date?
}

extension StreamResource: RESTResource {
    static let listName = "streams"

    init(_ fields: ResourceFields) throws(TwilioRESTError) {
        self.sid = try fields.required("sid")
        self.account = fields.sid("account_sid")
        self.call = fields.sid("call_sid")
        self.name = fields.text("name")
        self.status = fields.word("status")
        self.updated = fields.date("date_updated")
    }
}
