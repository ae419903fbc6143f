// SPDX-License-Identifier: Apache-2.0

internal import Twilio

/// Which numbers a list holds; everything given must be true.
public struct PhoneNumberFilter: Sendable, Hashable {
    /// This number, or those that match a pattern with `*` for a digit.
    public var number: String?
    /// With this name.
    public var friendlyName: String?
    /// Numbers new to Twilio as well.
    public var isBeta: Bool?
    /// `twilio` or `hosted`.
    public var origin: String?
    /// How many a page holds, 1 to 1,000; Twilio's default is 50.
    public var pageSize: Int?

    /// All numbers of the account.
    public init() {}

    /// This number.
    public init(number: String) {
        self.number = number
    }
}

extension PhoneNumberFilter {
    func query() throws(TwilioRESTError) -> FormParameters {
        var writer = FormWriter()
        writer.set("PhoneNumber", self.number)
        writer.set("FriendlyName", self.friendlyName)
        writer.set("Beta", self.isBeta)
        writer.set("Origin", self.origin)
        try writer.setPageSize(self.pageSize)
        return writer.form
    }
}
