// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// Which calls a list holds; everything given must be true.
public struct CallFilter: Sendable, Hashable {
    /// Who was called.
    public var to: String?
    /// Who called.
    public var from: String?
    /// The far legs of this call.
    public var parent: CallSID?
    /// In this state.
    public var status: CallStatus?
    /// Answered in this span; a call that still waits has no such time and is left out.
    public var started = TimeSpan.always
    /// Ended in this span.
    public var ended = TimeSpan.always
    /// How many a page holds, 1 to 1,000; Twilio's default is 50.
    public var pageSize: Int?

    /// All calls of the account.
    public init() {}
}

extension CallFilter {
    func query() throws(TwilioRESTError) -> FormParameters {
        var writer = FormWriter()
        writer.set("To", self.to)
        writer.set("From", self.from)
        writer.set("ParentCallSid", self.parent)
        writer.set("Status", self.status)
        writer.set("StartTime", self.started)
        writer.set("EndTime", self.ended)
        try writer.setPageSize(self.pageSize)
        return writer.form
    }
}
