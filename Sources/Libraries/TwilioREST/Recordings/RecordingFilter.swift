// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// Which recordings a list holds; everything given must be true.
public struct RecordingFilter: Sendable, Hashable {
    /// Of this call.
    public var call: CallSID?
    /// Of this conference.
    public var conference: ConferenceSID?
    /// Made in this span.
    public var created = TimeSpan.always
    /// Those whose audio was deleted as well.
    public var includesDeleted: Bool?
    /// How many a page holds, 1 to 1,000; Twilio's default is 50.
    public var pageSize: Int?

    /// All recordings of the account.
    public init() {}
}

extension RecordingFilter {
    func query() throws(TwilioRESTError) -> FormParameters {
        var writer = FormWriter()
        writer.set("CallSid", self.call)
        writer.set("ConferenceSid", self.conference)
        writer.set("DateCreated", self.created)
        writer.set("IncludeSoftDeleted", self.includesDeleted)
        try writer.setPageSize(self.pageSize)
        return writer.form
    }
}
