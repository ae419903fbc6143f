// SPDX-License-Identifier: Apache-2.0

/// What a prompt of ``ConversationRelay`` carries besides the text.
public struct RelayPromptField: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Where in its turn the caller is.
    public static let turnState = Self(rawValue: "turn-state")
    /// The pieces of the text.
    public static let promptSegments = Self(rawValue: "prompt-segments")
}
