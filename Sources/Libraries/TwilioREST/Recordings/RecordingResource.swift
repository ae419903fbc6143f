// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import Twilio

/// A recording as the API describes it:
/// <https://www.twilio.com/docs/voice/api/recording#recording-properties>.
public struct RecordingResource: Sendable, Hashable {
    /// The recording.
    public var sid: RecordingSID
    /// Its account.
    public var account: AccountSID?
    /// The call that was recorded.
    public var call: CallSID?
    /// The conference that was recorded.
    public var conference: ConferenceSID?
    /// The state.
    public var status: RecordingStatus?
    /// What began it.
    public var source: RecordingSource?
    /// How many channels it has.
    public var channels: Int?
    /// Whose audio it holds.
    public var track: RecordingTrack?
    /// How long it is.
    public var duration: Duration?
    /// When it was made.
    public var created: Date?
    /// When it was changed.
    public var updated: Date?
    /// When it began.
    public var started: Date?
    /// What it cost, as a decimal number.
    public var price: String?
    /// The currency of the price.
    public var priceUnit: String?
    /// Twilio's error, if it failed.
    public var errorCode: Int?
    /// Where the audio lies, when Twilio says so.
    public var mediaURL: String?
}

extension RecordingResource: RESTResource {
    static let listName = "recordings"

    init(_ fields: ResourceFields) throws(TwilioRESTError) {
        self.sid = try fields.required("sid")
        self.account = fields.sid("account_sid")
        self.call = fields.sid("call_sid")
        self.conference = fields.sid("conference_sid")
        self.status = fields.word("status")
        self.source = fields.word("source")
        self.channels = fields.integer("channels")
        self.track = fields.word("track")
        self.duration = fields.seconds("duration")
        self.created = fields.date("date_created")
        self.updated = fields.date("date_updated")
        self.started = fields.date("start_time")
        self.price = fields.text("price")
        self.priceUnit = fields.text("price_unit")
        self.errorCode = fields.integer("error_code")
        self.mediaURL = fields.text("media_url")
    }
}
