// SPDX-License-Identifier: Apache-2.0

/// What ``ConversationRelay`` reports besides prompts.
public struct RelayEvent: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Who begins and ends speaking.
    public static let speakerEvents = Self(rawValue: "speaker-events")
    /// Which words the caller has heard.
    public static let tokensPlayed = Self(rawValue: "tokens-played")
    /// What helps to find a fault; only for `debug`.
    public static let debugging = Self(rawValue: "debugging")
}
