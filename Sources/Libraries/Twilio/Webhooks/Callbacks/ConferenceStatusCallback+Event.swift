// SPDX-License-Identifier: Apache-2.0

extension ConferenceStatusCallback {
    /// What happens in a conference.
    public struct Event: TwiMLToken {
        /// The word as Twilio writes it.
        public let rawValue: String

        /// Creates the word with this text, whatever it is.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// It begins.
        public static let conferenceStart = Self(rawValue: "conference-start")
        /// It is over.
        public static let conferenceEnd = Self(rawValue: "conference-end")
        /// Somebody comes.
        public static let participantJoin = Self(rawValue: "participant-join")
        /// Somebody goes.
        public static let participantLeave = Self(rawValue: "participant-leave")
        /// Somebody cannot be heard any more.
        public static let participantMute = Self(rawValue: "participant-mute")
        /// Somebody can be heard again.
        public static let participantUnmute = Self(rawValue: "participant-unmute")
        /// Somebody is put on hold.
        public static let participantHold = Self(rawValue: "participant-hold")
        /// Somebody is taken off hold.
        public static let participantUnhold = Self(rawValue: "participant-unhold")
        /// A participant's settings change.
        public static let participantModify = Self(rawValue: "participant-modify")
        /// Somebody begins to speak.
        public static let participantSpeechStart = Self(rawValue: "participant-speech-start")
        /// Somebody stops speaking.
        public static let participantSpeechStop = Self(rawValue: "participant-speech-stop")
        /// An announcement was played.
        public static let announcementEnd = Self(rawValue: "announcement-end")
        /// An announcement could not be played.
        public static let announcementFail = Self(rawValue: "announcement-fail")
    }
}
