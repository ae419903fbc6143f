// SPDX-License-Identifier: Apache-2.0

/// What shall a waiting caller hear? The request to the `waitUrl` of `<Enqueue>`.
///
/// It comes again whenever its document ends. See <https://www.twilio.com/docs/voice/twiml/enqueue#waiturl>.
public struct QueueWaitRequest: TwilioCallback {
    /// Whose it is.
    public let parameters: CallbackParameters
    /// The queue.
    public let queueSID: QueueSID

    /// Reads the fields of a signed request; demands `QueueSid` besides the SIDs of call and account.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.parameters = try CallbackParameters(form)
        self.queueSID = try form.required("QueueSid", as: QueueSID.self)
    }

    /// The caller's place, from 1.
    public var position: Int? { self.form.count("QueuePosition") }
    /// How long the caller has waited.
    public var waited: Duration? { self.form.seconds("QueueTime") }
    /// How long those in the queue have waited on average.
    public var averageWait: Duration? { self.form.seconds("AvgQueueTime") }
    /// How many wait.
    public var currentSize: Int? { self.form.count("CurrentQueueSize") }
    /// How many may wait.
    public var maximumSize: Int? { self.form.count("MaxQueueSize") }
}
