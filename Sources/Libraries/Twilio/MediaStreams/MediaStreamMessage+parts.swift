// SPDX-License-Identifier: Apache-2.0

extension MediaStreamMessage {
    /// The protocol, as the first message says it.
    public struct Connected: Sendable, Equatable {
        /// `Call`.
        public var `protocol`: String?
        /// Such as `1.0.0`; do not depend on it.
        public var version: String?

        /// Creates the message Twilio sends.
        public init(protocol: String? = "Call", version: String? = "1.0.0") {
            self.protocol = `protocol`
            self.version = version
        }
    }

    /// A piece of audio.
    public struct Media: Sendable, Equatable {
        /// The stream.
        public var streamSID: String
        /// The place of the message in the stream.
        public var sequenceNumber: Int64?
        /// Whose audio it is.
        public var track: MediaTrack
        /// The place of the message among the media messages, from 1.
        public var chunk: Int64?
        /// Milliseconds since the stream began.
        public var timestampMilliseconds: Int64?
        /// The audio, decoded from base64.
        public var payload: [UInt8]

        /// Creates a piece of audio.
        public init(
            streamSID: String,
            sequenceNumber: Int64?,
            track: MediaTrack = .inbound,
            chunk: Int64?,
            timestampMilliseconds: Int64?,
            payload: [UInt8]
        ) {
            self.streamSID = streamSID
            self.sequenceNumber = sequenceNumber
            self.track = track
            self.chunk = chunk
            self.timestampMilliseconds = timestampMilliseconds
            self.payload = payload
        }
    }

    /// A key the caller pressed.
    public struct DTMF: Sendable, Equatable {
        /// The stream.
        public var streamSID: String
        /// The place of the message in the stream.
        public var sequenceNumber: Int64?
        /// Who pressed it.
        public var track: MediaTrack
        /// `0` to `9`, `*`, `#` or `A` to `D`.
        public var digit: String

        /// Creates a key press.
        public init(streamSID: String, sequenceNumber: Int64?, track: MediaTrack = .inbound, digit: String) {
            self.streamSID = streamSID
            self.sequenceNumber = sequenceNumber
            self.track = track
            self.digit = digit
        }
    }

    /// A mark that came back.
    public struct Mark: Sendable, Equatable {
        /// The stream.
        public var streamSID: String
        /// The place of the message in the stream.
        public var sequenceNumber: Int64?
        /// The name we gave it.
        public var name: String

        /// Creates a mark.
        public init(streamSID: String, sequenceNumber: Int64?, name: String) {
            self.streamSID = streamSID
            self.sequenceNumber = sequenceNumber
            self.name = name
        }
    }

    /// The end of the stream.
    public struct Stop: Sendable, Equatable {
        /// The stream.
        public var streamSID: String
        /// The place of the message in the stream.
        public var sequenceNumber: Int64?
        /// The account.
        public var accountSID: String?
        /// The call.
        public var callSID: String?

        /// Creates an end.
        public init(streamSID: String, sequenceNumber: Int64?, accountSID: String?, callSID: String?) {
            self.streamSID = streamSID
            self.sequenceNumber = sequenceNumber
            self.accountSID = accountSID
            self.callSID = callSID
        }
    }
}
