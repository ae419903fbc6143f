// SPDX-License-Identifier: Apache-2.0

/// Sends the call's audio to a recorder (SIPREC) through an installed connector.
///
/// See <https://www.twilio.com/docs/voice/twiml/siprec>.
public struct Siprec: StartNoun, StopNoun {
    /// A name that is unique in the call; needed to stop it.
    public var name: String?
    /// The name of the connector.
    public var connectorName: String?
    /// Whose audio; the default is `inbound_track`.
    public var track: StreamTrack?
    /// URL that is told when it starts, stops or fails.
    public var statusCallback: String?
    /// How that URL is requested; Twilio's default is POST.
    public var statusCallbackMethod: CallbackMethod?
    /// What the recorder is told.
    public var parameters: [Parameter]

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(
        name: String? = nil,
        connectorName: String? = nil,
        track: StreamTrack? = nil,
        statusCallback: String? = nil,
        statusCallbackMethod: CallbackMethod? = nil,
        @ElementBuilder<Parameter> parameters: () -> [Parameter] = { [] }
    ) {
        self.name = name
        self.connectorName = connectorName
        self.track = track
        self.statusCallback = statusCallback
        self.statusCallbackMethod = statusCallbackMethod
        self.parameters = parameters()
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Siprec", children: self.parameters)
        node.set("name", self.name)
        node.set("connectorName", self.connectorName)
        node.set("track", self.track)
        node.set("statusCallback", self.statusCallback)
        node.set("statusCallbackMethod", self.statusCallbackMethod)
        return node
    }
}
