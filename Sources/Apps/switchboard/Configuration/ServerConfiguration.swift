// SPDX-License-Identifier: Apache-2.0

import GatewayHTTP
import Logging
import Telemetry

/// What the server is built from: every setting read, checked and typed.
struct ServerConfiguration: Sendable {
    /// Where the server runs.
    enum Environment: String, Sendable {
        case production
        case development
        case test
    }

    /// Who listens and speaks.
    enum SpeechEngine: String, Sendable {
        case offline
        case deepgram
        case none
    }

    /// Who goes on with a call when the engine is away for too long.
    enum SpeechFallback: String, Sendable {
        case offline
        case gather
        case person
    }

    var environment = Environment.development
    var host = "127.0.0.1"
    var port = 8080
    /// Whether another process may take the port over.
    var reusesPort = false
    /// What Twilio calls and signs. `nil` in development: the address the server listens on.
    var publicURL: String?
    /// Further addresses that lead here.
    var publicURLAliases: [String] = []
    /// Where calls go while this server shuts down.
    var peerURL: String?
    var twilio = TwilioAccess()
    /// In order of preference; never empty.
    var authTokens: [String]
    var apiKeys: [String] = []
    var apiKeysFile: String?
    var trustedProxies = TrustedProxies.none
    var rateLimits = RateLimits()
    var connectionsPerAddress = 256
    /// Whether a crash may leave an image of the memory.
    var allowsCoreDumps = false
    /// How calls are made, moved and held.
    var calling = CallingConfiguration()
    var gatherTurns = 30
    var gatherDeadline = Duration.seconds(9)
    /// Files of further dialogues, by the names that calls are ordered with.
    var dialoguePaths: [String: String] = [:]
    /// How conversations reach us.
    var conversation = ConversationMedium.stream
    /// Which calls of people with people are transcribed.
    var listening = ListeningMode.off
    var listeningAnnouncement: String?
    var sqlitePath = "data/switchboard.sqlite"
    var survivesPowerLoss = true
    /// Where calls are kept besides.
    var storage = StorageAccess()
    var speech = SpeechEngine.offline
    var speechFallback = SpeechFallback.offline
    var speechWorkers = 0
    var speechCache = SpeechCacheSettings()
    var deepgram = DeepgramAccess()
    var voice: String?
    var dialoguePath: String?
    var transferNumber: String?
    var maximumCalls = 1_000
    var drain = Duration.seconds(300)
    var closingGroup = 10
    /// How often a call is taken up again.
    var resumes = 20
    /// What keeps the server well.
    var upkeep = UpkeepSettings()
    /// How what it depends on is looked at.
    var health = HealthSettings()
    /// Bounds of watching calls while they happen.
    var events = LiveEventLimits()
    var logLevels = LogLevels(.info)
    var logFormat = LogFormat.auto
    /// Whether anything is counted.
    var hasMetrics = true
    /// Where traces go; `nil` for nowhere.
    var traces: TraceSettings?
    /// What was replaced by something embedded, to be said once at start.
    var substitutions: [String] = []

    /// A configuration for tests and the demonstration: everything embedded.
    init(authTokens: [String]) {
        self.authTokens = authTokens
    }
}
