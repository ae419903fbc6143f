// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import Twilio

/// A message as the API describes it:
/// <https://www.twilio.com/docs/messaging/api/message-resource#message-properties>.
public struct MessageResource: Sendable, Hashable {
    /// The message.
    public var sid: MessageSID
    /// Its account.
    public var account: AccountSID?
    /// Who gets it.
    public var to: String?
    /// Who sends it.
    public var from: String?
    /// The messaging service that sends it.
    public var service: String?
    /// The text.
    public var body: String?
    /// The state.
    public var status: MessageStatus?
    /// Who began it.
    public var direction: MessageDirection?
    /// Into how many parts it was split.
    public var segments: Int?
    /// How many pictures it has.
    public var mediaCount: Int?
    /// Twilio's error, if it failed.
    public var errorCode: Int?
    /// What that error is.
    public var errorMessage: String?
    /// What it cost, as a decimal number.
    public var price: String?
    /// The currency of the price.
    public var priceUnit: String?
    /// When it was made.
    public var created: Date?
    /// When it was changed.
    public var updated: Date?
    /// When it was sent.
    public var sent: Date?
}

extension MessageResource: RESTResource {
    static let listName = "messages"

    init(_ fields: ResourceFields) throws(TwilioRESTError) {
        guard let sid = fields.text("sid").flatMap({ MessageSID($0) }) else {
            throw TwilioRESTError(.malformedAnswer, "The answer has no valid sid.")
        }
        self.sid = sid
        self.account = fields.sid("account_sid")
        self.to = fields.text("to")
        self.from = fields.text("from")
        self.service = fields.text("messaging_service_sid")
        self.body = fields.text("body")
        self.status = fields.word("status")
        self.direction = fields.word("direction")
        self.segments = fields.integer("num_segments")
        self.mediaCount = fields.integer("num_media")
        self.errorCode = fields.integer("error_code")
        self.errorMessage = fields.text("error_message")
        self.price = fields.text("price")
        self.priceUnit = fields.text("price_unit")
        self.created = fields.date("date_created")
        self.updated = fields.date("date_updated")
        self.sent = fields.date("date_sent")
    }
}
