// SPDX-License-Identifier: Apache-2.0

extension RelayMessage {
    /// What the caller said, as far as it is recognised. There is no confidence.
    public struct Prompt: Sendable, Equatable {
        /// The words; of a partial prompt all of the utterance so far.
        public var text: String
        /// The language it was recognised in, such as `en-US`.
        public var language: String?
        /// `false` for a partial prompt (`partialPrompts`), which a later one replaces.
        public var isLast: Bool

        /// Creates a prompt.
        public init(text: String, language: String? = "en-US", isLast: Bool = true) {
            self.text = text
            self.language = language
            self.isLast = isLast
        }
    }

    /// What the caller had heard when cutting in.
    public struct Interrupt: Sendable, Equatable {
        /// The words that were said until then.
        public var heard: String
        /// How long they took; Twilio writes a number here, its documentation at times a text.
        public var milliseconds: Int64?

        /// Creates an interruption.
        public init(heard: String, milliseconds: Int64? = nil) {
            self.heard = heard
            self.milliseconds = milliseconds
        }
    }

    /// What happens meanwhile: who speaks, what was played, how long a round trip takes.
    public struct Info: Sendable, Equatable {
        /// ``agentSpeaking``, ``clientSpeaking``, ``tokensPlayed``, ``roundTripDelay`` or another.
        public var name: String
        /// Always text: `on`, `off`, the words that were played, milliseconds.
        public var value: String
        /// When, in milliseconds since 1970, where it is said.
        public var timestampMilliseconds: Int64?

        /// Creates a piece of information.
        public init(name: String, value: String, timestampMilliseconds: Int64? = nil) {
            self.name = name
            self.value = value
            self.timestampMilliseconds = timestampMilliseconds
        }

        /// Our speech begins (`on`) or ends (`off`) at the caller's ear. Asked for with `speaker-events`.
        public static let agentSpeaking = "agentSpeaking"
        /// The caller begins or ceases to speak. Asked for with `speaker-events`.
        public static let clientSpeaking = "clientSpeaking"
        /// Some more of our words were played: those. Asked for with `tokens-played`.
        public static let tokensPlayed = "tokensPlayed"
        /// Milliseconds to the caller's side and back. Asked for with `debugging`.
        public static let roundTripDelay = "roundTripDelayMs"
    }
}
