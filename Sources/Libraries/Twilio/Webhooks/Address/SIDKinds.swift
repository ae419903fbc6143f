// SPDX-License-Identifier: Apache-2.0

/// The kinds of ``SID`` this library uses.
public enum SIDKinds {
    /// A call.
    public enum Call: SIDKind {
        /// `CA`.
        public static let prefix = "CA"
    }

    /// An account or sub-account.
    public enum Account: SIDKind {
        /// `AC`.
        public static let prefix = "AC"
    }

    /// A media stream.
    public enum Stream: SIDKind {
        /// `MZ`.
        public static let prefix = "MZ"
    }

    /// A recording.
    public enum Recording: SIDKind {
        /// `RE`.
        public static let prefix = "RE"
    }

    /// A session of ConversationRelay.
    public enum RelaySession: SIDKind {
        /// `VX`.
        public static let prefix = "VX"
    }

    /// A text message.
    public enum TextMessage: SIDKind {
        /// `SM`.
        public static let prefix = "SM"
    }

    /// A message with media.
    public enum MediaMessage: SIDKind {
        /// `MM`.
        public static let prefix = "MM"
    }

    /// A conference.
    public enum Conference: SIDKind {
        /// `CF`.
        public static let prefix = "CF"
    }

    /// A queue of callers.
    public enum Queue: SIDKind {
        /// `QU`.
        public static let prefix = "QU"
    }

    /// A phone number of an account.
    public enum PhoneNumber: SIDKind {
        /// `PN`.
        public static let prefix = "PN"
    }

    /// A TwiML application.
    public enum Application: SIDKind {
        /// `AP`.
        public static let prefix = "AP"
    }

    /// An API key.
    public enum APIKey: SIDKind {
        /// `SK`.
        public static let prefix = "SK"
    }

    /// A user-defined message of a call.
    public enum UserDefinedMessage: SIDKind {
        /// `KX`.
        public static let prefix = "KX"
    }

    /// A real-time transcription.
    public enum RealTimeTranscription: SIDKind {
        /// `GT`.
        public static let prefix = "GT"
    }

    /// The transcription of a recording.
    public enum RecordingTranscription: SIDKind {
        /// `TR`.
        public static let prefix = "TR"
    }
}
