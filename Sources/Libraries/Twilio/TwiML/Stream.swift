// SPDX-License-Identifier: Apache-2.0

/// The call's audio over a WebSocket: both ways under ``Connect``, only listening in under ``Start``.
///
/// Under ``Connect`` Twilio takes only its default track, `inbound_track` (error 31941).
/// See <https://www.twilio.com/docs/voice/twiml/stream>.
public struct Stream: ConnectNoun, StartNoun, StopNoun {
    /// Where Twilio connects to: `wss://` without a query, which Twilio would drop. It is also what Twilio signs.
    ///
    /// Empty under ``Stop``, where the name says which stream ends.
    public var url: String
    /// A name that is unique in the call.
    public var name: String?
    /// Whose audio is sent; only under ``Start`` there is a choice.
    public var track: StreamTrack?
    /// Absolute URL that is told when the stream starts, stops or fails.
    public var statusCallback: String?
    /// How the status callback is requested; Twilio's default is POST.
    public var statusCallbackMethod: CallbackMethod?
    /// The name of an installed connector.
    public var connectorName: String?
    /// What the `start` message carries.
    public var parameters: [Parameter]

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(
        url: String,
        name: String? = nil,
        track: StreamTrack? = nil,
        statusCallback: String? = nil,
        statusCallbackMethod: CallbackMethod? = nil,
        connectorName: String? = nil,
        @ElementBuilder<Parameter> parameters: () -> [Parameter] = { [] }
    ) {
        self.url = url
        self.name = name
        self.track = track
        self.statusCallback = statusCallback
        self.statusCallbackMethod = statusCallbackMethod
        self.connectorName = connectorName
        self.parameters = parameters()
    }

    /// A stream to be ended by ``Stop``.
    public init(name: String) {
        self.init(url: "", name: name)
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Stream", children: self.parameters)
        node.set("url", self.url.isEmpty ? nil : self.url)
        node.set("name", self.name)
        node.set("track", self.track)
        node.set("statusCallback", self.statusCallback)
        node.set("statusCallbackMethod", self.statusCallbackMethod)
        node.set("connectorName", self.connectorName)
        return node
    }
}
