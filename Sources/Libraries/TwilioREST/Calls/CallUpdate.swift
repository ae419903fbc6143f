// SPDX-License-Identifier: Apache-2.0

import Twilio

/// A change of a live call: <https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource>.
///
/// New instructions end the verb that runs, a media stream included, and nothing leads back to it. A call that is over
/// cannot be changed: error 21220.
public struct CallUpdate: Sendable, Hashable {
    /// A call may only be ended.
    public enum Ending: String, Sendable, Hashable {
        /// Ends any call.
        case completed
        /// Ends a call that is queued or ringing and leaves an answered one alone.
        case canceled
    }

    /// What happens next; an application is not possible here.
    public var instructions: CallInstructions?
    /// Ends the call.
    public var status: Ending?
    /// Where to ask when the URL fails.
    public var fallback: Callback?
    /// Where the progress of the call is reported from now on.
    public var statusCallback: Callback?
    /// After how long, from the answer, Twilio ends the call.
    public var timeLimit: Duration?

    /// Creates a change of nothing.
    public init() {}

    /// Ends the call.
    public static func ending(_ status: Ending = .completed) -> Self {
        var update = Self()
        update.status = status
        return update
    }

    /// Gives the call other instructions.
    public static func redirecting(to instructions: CallInstructions) -> Self {
        var update = Self()
        update.instructions = instructions
        return update
    }
}

extension CallUpdate {
    func form() throws(TwilioRESTError) -> FormParameters {
        var writer = FormWriter()
        if case .application = self.instructions {
            throw TwilioRESTError(.invalidRequest, "A live call cannot be given to an application.")
        }
        try self.instructions?.write(to: &writer)
        writer.set("Status", self.status?.rawValue)
        writer.set(urlOf: "Fallback", self.fallback)
        writer.set("StatusCallback", self.statusCallback)
        try writer.set("TimeLimit", seconds: self.timeLimit, in: 1...86_400)
        guard !writer.form.isEmpty else {
            throw TwilioRESTError(.invalidRequest, "The change of the call is empty.")
        }
        return writer.form
    }
}
