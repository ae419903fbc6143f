// SPDX-License-Identifier: Apache-2.0

/// The caller who has waited longest in a queue that ``Enqueue`` fills.
///
/// See <https://www.twilio.com/docs/voice/twiml/queue>.
public struct Queue: DialNoun {
    /// The name of the queue, at most 64 characters.
    public var name: String
    /// Document that runs for the waiting caller before the two are connected.
    public var url: String?
    /// How that document is requested; Twilio's default is POST.
    public var method: CallbackMethod?
    /// A reservation of TaskRouter.
    public var reservationSid: String?
    /// The activity a TaskRouter worker is in afterwards.
    public var postWorkActivitySid: String?

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(
        _ name: String,
        url: String? = nil,
        method: CallbackMethod? = nil,
        reservationSid: String? = nil,
        postWorkActivitySid: String? = nil
    ) {
        self.name = name
        self.url = url
        self.method = method
        self.reservationSid = reservationSid
        self.postWorkActivitySid = postWorkActivitySid
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Queue", text: self.name)
        node.set("url", self.url)
        node.set("method", self.method)
        node.set("reservationSid", self.reservationSid)
        node.set("postWorkActivitySid", self.postWorkActivitySid)
        return node
    }
}
