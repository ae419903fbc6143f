// SPDX-License-Identifier: Apache-2.0

/// What Twilio is to do with a call, as the answer to a voice webhook.
///
/// This library speaks Twilio's Programmable Voice protocols and knows nothing of servers or stores: TwiML is written
/// here, webhooks are checked with ``SignatureValidator`` and read with ``VoiceWebhookParameters``, media streams are
/// decoded with ``MediaFrameScanner`` and written with ``MediaStreamEncoder``.
///
/// ```swift
/// let response = Response {
///     Connect {
///         Stream(url: "wss://voice.example.com/api/calls/stream/3f9c") {
///             Parameter(name: "token", value: token)
///         }
///     }
///     Redirect("/api/calls/next")
/// }
/// let body = response.document.bytes
/// ```
///
/// Verbs run from top to bottom; after the last one Twilio hangs up. What may stand where is checked by the compiler.
/// See <https://www.twilio.com/docs/voice/twiml>.
///
/// Where Hummingbird is imported as well, write `Twilio.Response`.
public struct Response: Sendable {
    /// The verbs of a response, as collected by ``ResponseBuilder``.
    public struct Content: Sendable {
        let elements: [any TwiMLElement]
    }

    private let content: Content

    /// Collects verbs into a response; an empty one hangs up at once.
    public init(@ResponseBuilder _ content: () -> Content) {
        self.content = content()
    }

    /// The document to send.
    public var document: TwiMLDocument {
        TwiMLDocument(self)
    }

    var node: TwiMLNode {
        TwiMLNode("Response", children: self.content.elements)
    }
}
