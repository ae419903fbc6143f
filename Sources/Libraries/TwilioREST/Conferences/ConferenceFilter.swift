// SPDX-License-Identifier: Apache-2.0

internal import Twilio

/// Which conferences a list holds; everything given must be true.
public struct ConferenceFilter: Sendable, Hashable {
    /// With this name. Many conferences may have had it, but only one that runs.
    public var friendlyName: String?
    /// In this state.
    public var status: ConferenceStatus?
    /// Made in this span, by days in UTC.
    public var created = TimeSpan.always
    /// Changed in this span, by days in UTC.
    public var updated = TimeSpan.always
    /// How many a page holds, 1 to 1,000; Twilio's default is 50.
    public var pageSize: Int?

    /// All conferences of the account.
    public init() {}

    /// Those with a name, in a state.
    public init(friendlyName: String, status: ConferenceStatus? = nil) {
        self.friendlyName = friendlyName
        self.status = status
    }
}

extension ConferenceFilter {
    func query() throws(TwilioRESTError) -> FormParameters {
        var writer = FormWriter()
        writer.set("FriendlyName", self.friendlyName)
        writer.set("Status", self.status)
        writer.setDay("DateCreated", self.created)
        writer.setDay("DateUpdated", self.updated)
        try writer.setPageSize(self.pageSize)
        return writer.form
    }
}
