// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials

/// A message to send: <https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource>.
public struct NewMessage: Sendable, Hashable {
    /// Who sends it.
    public enum Sender: Sendable, Hashable {
        /// A number, short code or name.
        case number(String)
        /// A messaging service, `MG…`, which may send later (RFC 3339 time zone: UTC).
        case service(String, sendAt: Date? = nil)
    }

    /// What is sent.
    public enum Content: Sendable, Hashable {
        /// A text of at most 1,600 characters, pictures by URL (at most 10), or both.
        case body(String, media: [String] = [])
        /// A template, `HX…`, with its variables as JSON.
        case template(String, variables: String? = nil)
    }

    /// Who gets it.
    public var to: String
    /// Who sends it.
    public var from: Sender
    /// What is sent.
    public var content: Content
    /// Where its progress is reported.
    public var statusCallbackURL: String?
    /// The application (`AP…`) that its progress is reported to.
    public var application: String?
    /// The highest price, as a decimal number.
    public var maximumPrice: String?
    /// Whether you will confirm that it arrived.
    public var providesFeedback: Bool?
    /// How often the message was tried, this time included.
    public var attempt: Int?
    /// How long it may wait to be sent, 1 to 36,000 s.
    public var validity: Duration?
    /// Sends to numbers as well that may be landlines.
    public var forcesDelivery: Bool?
    /// Whether Twilio keeps the text.
    public var contentRetention: ContentRetention?
    /// Whether Twilio keeps the numbers.
    public var addressRetention: AddressRetention?
    /// Replaces characters that cost more by similar ones.
    public var smartEncoding: Bool?
    /// Rich actions of some channels.
    public var persistentActions: [String] = []
    /// What kind of message it is to the carrier.
    public var traffic: TrafficType?
    /// Shortens links of the text.
    public var shortensURLs: Bool?
    /// Sends it as a picture message.
    public var asMMS: Bool?
    /// Whether it is examined for fraud.
    public var riskCheck: MessageRiskCheck?
    /// Who sends it when the first sender cannot.
    public var fallbackFrom: String?

    /// Creates a message.
    public init(to: String, from: Sender, _ content: Content) {
        self.to = to
        self.from = from
        self.content = content
    }
}
