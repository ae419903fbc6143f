// SPDX-License-Identifier: Apache-2.0

extension MediaStreamMessage {
    /// The beginning of a stream.
    ///
    /// The SIDs are text as it came: compare them with what is known of the call before anything else.
    public struct Start: Sendable, Equatable {
        /// How the audio is coded.
        public struct Format: Sendable, Equatable {
            /// `audio/x-mulaw`.
            public var encoding: String
            /// Samples in a second.
            public var sampleRate: Int
            /// 1.
            public var channels: Int

            /// Creates a format.
            public init(encoding: String, sampleRate: Int, channels: Int) {
                self.encoding = encoding
                self.sampleRate = sampleRate
                self.channels = channels
            }

            /// The one format Twilio uses: mu-law, 8,000 Hz, mono.
            public static let muLaw = Self(encoding: "audio/x-mulaw", sampleRate: 8_000, channels: 1)
        }

        /// The stream.
        public var streamSID: String
        /// The account.
        public var accountSID: String
        /// The call.
        public var callSID: String
        /// The place of the message in the stream: 1.
        public var sequenceNumber: Int64?
        /// Whose audio will come.
        public var tracks: [MediaTrack]
        /// How it is coded.
        public var format: Format
        /// The parameters given in TwiML.
        public var customParameters: FormParameters

        /// Creates the beginning of a stream.
        public init(
            streamSID: String,
            accountSID: String,
            callSID: String,
            sequenceNumber: Int64? = 1,
            tracks: [MediaTrack] = [.inbound],
            format: Format = .muLaw,
            customParameters: FormParameters = [:]
        ) {
            self.streamSID = streamSID
            self.accountSID = accountSID
            self.callSID = callSID
            self.sequenceNumber = sequenceNumber
            self.tracks = tracks
            self.format = format
            self.customParameters = customParameters
        }
    }
}
