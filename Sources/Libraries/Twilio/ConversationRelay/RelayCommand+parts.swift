// SPDX-License-Identifier: Apache-2.0

extension RelayCommand {
    /// Words to say. Tokens are joined as they are, so keep the blanks between them.
    public struct Text: Sendable, Equatable {
        /// The words; may be empty.
        public var token: String
        /// Whether the turn ends with them. Until a last token came, Twilio waits.
        public var isLast: Bool
        /// The language to say them in; `nil` for the session's.
        public var language: String?
        /// Whether the caller may cut in; `nil` for the session's rule.
        public var isInterruptible: Bool?
        /// Whether what we say next may cut them off; `nil` for the session's rule.
        public var isPreemptible: Bool?

        /// Creates words to say.
        public init(
            token: String,
            isLast: Bool = true,
            language: String? = nil,
            isInterruptible: Bool? = nil,
            isPreemptible: Bool? = nil
        ) {
            self.token = token
            self.isLast = isLast
            self.language = language
            self.isInterruptible = isInterruptible
            self.isPreemptible = isPreemptible
        }
    }

    /// A sound to play.
    public struct Play: Sendable, Equatable {
        /// Its URL.
        public var source: String
        /// How often; 0 stands for 1,000 times.
        public var loop: Int?
        /// Whether what we say next may cut it off; `nil` for the session's rule.
        public var isPreemptible: Bool?
        /// Whether the caller may cut in; `nil` for the session's rule.
        public var isInterruptible: Bool?

        /// Creates a sound to play.
        public init(source: String, loop: Int? = nil, isPreemptible: Bool? = nil, isInterruptible: Bool? = nil) {
            self.source = source
            self.loop = loop
            self.isPreemptible = isPreemptible
            self.isInterruptible = isInterruptible
        }
    }
}
