// SPDX-License-Identifier: Apache-2.0

internal import Twilio

/// Which messages a list holds; everything given must be true.
public struct MessageFilter: Sendable, Hashable {
    /// Who got them.
    public var to: String?
    /// Who sent them.
    public var from: String?
    /// Sent in this span.
    public var sent = TimeSpan.always
    /// How many a page holds, 1 to 1,000; Twilio's default is 50.
    public var pageSize: Int?

    /// All messages of the account.
    public init() {}
}

extension MessageFilter {
    func query() throws(TwilioRESTError) -> FormParameters {
        var writer = FormWriter()
        writer.set("To", self.to)
        writer.set("From", self.from)
        writer.set("DateSent", self.sent)
        try writer.setPageSize(self.pageSize)
        return writer.form
    }
}
