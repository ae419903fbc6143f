// SPDX-License-Identifier: Apache-2.0

import Twilio

/// One call for ``SimulatedTwilio`` to place: whom it reaches, who calls, and what the caller does.
///
/// The URL is what would be configured at Twilio and is what gets signed, byte for byte. ``localOrigin`` says where the
/// server really listens: every URL under the same host is then asked for there, with the public host in the `Host`
/// field, as a reverse proxy would.
///
/// ```swift
/// var call = SimulatedCall(url: "https://voice.example.com/api/calls/incoming", account: .example)
/// call.localOrigin = "http://127.0.0.1:8080"
/// call.script = .asking("When are you open?")
/// let result = try await twilio.place(call)
/// ```
public struct SimulatedCall: Sendable {
    /// How webhooks and upgrades are signed.
    public enum Signing: String, Sendable, Hashable, Codable, CaseIterable {
        /// As Twilio does.
        case correct
        /// Without the header.
        case missing
        /// With another account's secret.
        case wrongToken
        /// With a header that is no signature.
        case garbage
    }

    /// Which progress of the call is reported to ``statusCallback``.
    public enum Progress: String, Sendable, Hashable, Codable, CaseIterable {
        /// Twilio dials.
        case initiated
        /// It rings.
        case ringing
        /// Somebody picked up.
        case answered
        /// The call is over.
        case completed
    }

    /// The voice webhook.
    public var url: String
    /// How the voice webhook is asked for.
    public var method: WebhookMethod = .post
    /// Asked when a document cannot be fetched or understood.
    public var fallbackURL: String?
    /// How the fallback is asked for.
    public var fallbackMethod = WebhookMethod.post
    /// Told about the call's progress.
    public var statusCallback: String?
    /// How it is told.
    public var statusCallbackMethod = WebhookMethod.post
    /// What it is told; numbers that are called report only the end.
    public var statusCallbackEvents: Set<Progress> = [.completed]
    /// Where the host of ``url`` is to be reached, such as `http://127.0.0.1:8080`; `nil` to go where the URLs say.
    public var localOrigin: String?
    /// Whether a stream URL may begin with `ws://`, which Twilio refuses with error 31922.
    public var acceptsInsecureStreams = false

    /// Who is billed and who signs.
    public var account: SimulatedAccount
    /// The call's SID.
    public var sid = CallSID.random().description
    /// The caller.
    public var from = "+15005550001"
    /// The number that was called.
    public var to = "+15005550006"
    /// Who called whom.
    public var direction = Direction.inbound
    /// The longest the call may last from the moment it is answered; `nil` for ``Limits/duration`` alone.
    public var timeLimit: Duration?
    /// Something that happens to status callbacks on their way.
    public var callbackFaults: [Progress: CallbackFault] = [:]
    /// Set for a call that Twilio makes.
    var outbound: OutboundLeg?
    /// The leg that made this one.
    var parentSid: String?
    /// Parameters sent in addition to, or instead of, the usual ones.
    public var parameters: [String: String] = [:]
    /// Sent as `I-Twilio-Idempotency-Token` with the first webhook; a new one for each later request.
    public var idempotencyToken: String?
    /// How webhooks are signed.
    public var signing = Signing.correct
    /// How the upgrade of the media stream is signed.
    public var streamSigning = Signing.correct

    /// What the caller does.
    public var script = CallerScript()
    /// How a media stream begins.
    public var streamOpening = StreamOpening.normal
    /// Whether `chunk` counts the audio of each track from 1 on a stream of both, instead of both together.
    public var countsChunksPerTrack = false
    /// The voice the caller speaks with, unless a step says otherwise.
    public var voice: String?
    /// A faint noise instead of digital silence while the caller says nothing.
    public var hasComfortNoise = false
    /// How many times faster than real time the media stream runs.
    public var pace = 1.0
    /// How many times faster than real time everything between streams runs: what is said, pauses, time-outs.
    public var verbPace = 1.0
    /// Whether both sides are kept for ``SimulatedCallResult/recording``: 16 kB a second.
    public var isRecorded = true
    /// Bounds of the simulation.
    public var limits = Limits()

    /// A call with everything else at its default.
    public init(url: String, account: SimulatedAccount) {
        self.url = url
        self.account = account
    }

    /// Who called whom, in Twilio's words.
    public enum Direction: String, Sendable, Hashable, Codable {
        /// Somebody called the number.
        case inbound
        /// The call was made through the REST API.
        case outboundAPI = "outbound-api"
        /// The call was made by `<Dial>`.
        case outboundDial = "outbound-dial"
    }

    /// Bounds of one simulated call.
    public struct Limits: Sendable, Hashable {
        /// Documents that are fetched before a loop is suspected and the call ended.
        public var documents = 50
        /// The longest call, in the call's own time.
        public var duration = Duration.seconds(600)
        /// The time for one exchange; Twilio's is 15 s and cannot be raised.
        public var webhook = Duration.seconds(15)
        /// The time for connecting.
        public var connect = Duration.seconds(5)
        /// The largest document, in bytes; Twilio's limit is 64 kB.
        public var documentBytes = 64 << 10
        /// The largest message a server may send on a media stream, in bytes.
        public var messageBytes = 1 << 20
        /// How long to wait for the server's part of a closing handshake.
        public var close = Duration.seconds(5)

        /// Twilio's own, where it has some.
        public init() {}
    }
}
