// SPDX-License-Identifier: Apache-2.0

/// Goes on with the document at another URL; nothing after it is reached.
///
/// See <https://www.twilio.com/docs/voice/twiml/redirect>.
public struct Redirect: Verb {
    /// Absolute, or relative to the current document.
    public var url: String
    /// How it is requested; Twilio's default is POST.
    public var method: CallbackMethod?

    /// Creates the verb; what is left out is left to Twilio's default.
    public init(_ url: String, method: CallbackMethod? = nil) {
        self.url = url
        self.method = method
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Redirect", text: self.url)
        node.set("method", self.method)
        return node
    }
}
