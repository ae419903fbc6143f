// SPDX-License-Identifier: Apache-2.0

import Twilio

/// What a media stream may say when: a pure value, message in, action out.
///
/// `connected`, `start`, then audio, keys and marks, perhaps `stop` (Twilio, "Media Streams: WebSocket Messages").
/// Whatever else comes is an offence: skipped and counted, up to a limit.
struct StreamProtocol {
    enum Phase: Equatable {
        case waitingForStart
        case streaming
        case stopped
        case ended
    }

    /// A message that breaks the protocol without ending the stream at once.
    enum Offence: String, Sendable, CaseIterable {
        /// No JSON, too deep, too many values, a field missing or of the wrong type.
        case malformedMessage = "malformed_message"
        /// Audio that is no base64, or none.
        case badPayload = "bad_payload"
        /// It names another stream, or none.
        case foreignStream = "foreign_stream"
        /// Audio, a key, a mark or `stop` before `start`.
        case beforeStart = "before_start"
        /// `connected` more than once, or after `start`.
        case connectedAgain = "connected_again"
    }

    /// Why a stream is closed.
    enum Refusal: String, Sendable, CaseIterable {
        case neverStarted = "never_started"
        case startedTwice = "started_twice"
        case invalidStream = "invalid_stream"
        case foreignAccount = "foreign_account"
        case foreignCall = "foreign_call"
        case unknownFormat = "unknown_format"
        /// Both sides of a call on a conversation's stream, or one side on a stream that is to be listened to.
        case wrongTracks = "wrong_tracks"
        case binaryMessage = "binary_message"
        case tooManyOffences = "too_many_offences"
    }

    enum Action: Equatable {
        case none
        case begin(StreamSID)
        case mark(String)
        case press(String)
        case stop
        case close(Refusal)
    }

    /// The call the stream's token was minted for.
    let call: String
    /// Its account.
    let account: String
    /// Whether both sides of the call are to be heard, and nothing is said.
    let isListening: Bool
    /// The offence that reaches this number ends the stream.
    let limit: Int
    private(set) var phase = Phase.waitingForStart
    private(set) var offences = 0
    private var isConnected = false
    /// The stream's name, once `start` has said it.
    private var stream: [UInt8] = []

    init(call: String, account: String, isListening: Bool = false, limit: Int) {
        self.call = call
        self.account = account
        self.isListening = isListening
        self.limit = limit
    }

    mutating func received(_ message: MediaStreamMessage) -> Action {
        guard self.phase == .waitingForStart || self.phase == .streaming else { return .none }
        switch message {
        case .connected:
            guard !self.isConnected, self.phase == .waitingForStart else { return self.offended(.connectedAgain) }
            self.isConnected = true
            return .none
        case .start(let start):
            return self.started(start)
        case .media:
            // Audio that the fast way could not read.
            return self.phase == .streaming ? .none : self.offended(.beforeStart)
        case .dtmf(let dtmf):
            return self.whileStreaming(dtmf.streamSID, Self.isKey(dtmf.digit) ? .press(dtmf.digit) : nil)
        case .mark(let mark):
            return self.whileStreaming(mark.streamSID, .mark(mark.name))
        case .stop(let stop):
            let action = self.whileStreaming(stop.streamSID, .stop)
            if action == .stop { self.phase = .stopped }
            return action
        case .unknown:
            return .none
        }
    }

    /// A message that breaks the protocol was skipped.
    mutating func offended(_ offence: Offence) -> Action {
        guard self.phase == .waitingForStart || self.phase == .streaming else { return .none }
        self.offences += 1
        return self.offences >= self.limit ? self.close(.tooManyOffences) : .none
    }

    /// Twilio sends text only.
    mutating func receivedBinary() -> Action {
        self.close(.binaryMessage)
    }

    /// The time for `start` is over.
    mutating func startIsDue() -> Action {
        self.phase == .waitingForStart ? self.close(.neverStarted) : .none
    }

    /// The socket is gone, or we close it for a reason of ours.
    mutating func ended() {
        self.phase = .ended
    }

    private mutating func started(_ start: MediaStreamMessage.Start) -> Action {
        guard self.phase == .waitingForStart else { return self.close(.startedTwice) }
        guard start.accountSID.utf8.elementsEqual(self.account.utf8) else { return self.close(.foreignAccount) }
        guard start.callSID.utf8.elementsEqual(self.call.utf8) else { return self.close(.foreignCall) }
        guard let stream = StreamSID(start.streamSID) else { return self.close(.invalidStream) }
        guard start.format == .muLaw else { return self.close(.unknownFormat) }
        // A conversation on a stream that goes one way would be silence for the caller, and the other way round nobody
        // would know that he is recorded.
        let tracks: Set<MediaTrack> = self.isListening ? [.inbound, .outbound] : [.inbound]
        guard Set(start.tracks) == tracks else { return self.close(.wrongTracks) }
        self.phase = .streaming
        self.stream = Array(start.streamSID.utf8)
        return .begin(stream)
    }

    private mutating func whileStreaming(_ stream: String, _ action: Action?) -> Action {
        guard self.phase == .streaming else { return self.offended(.beforeStart) }
        guard stream.utf8.elementsEqual(self.stream) else { return self.offended(.foreignStream) }
        return action ?? self.offended(.malformedMessage)
    }

    private mutating func close(_ refusal: Refusal) -> Action {
        guard self.phase != .ended else { return .none }
        self.phase = .ended
        return .close(refusal)
    }

    private static func isKey(_ digit: String) -> Bool {
        guard digit.utf8.count == 1, let key = digit.utf8.first else { return false }
        return "0123456789*#ABCD".utf8.contains(key)
    }
}
