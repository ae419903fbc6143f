// SPDX-License-Identifier: Apache-2.0

import CallCore
public import Twilio
public import WebSockets

/// Where the gateway listens, whom it trusts and what it bounds.
///
/// ```swift
/// var configuration = GatewayConfiguration(authTokens: [AuthToken(secret)])
/// configuration.publicURL = try PublicURL("https://voice.example.com")
/// ```
public struct GatewayConfiguration: Sendable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port; 0 takes a free one, which ``Gateway`` reports.
    public var port = 8080
    /// Under which address Twilio reaches us: what it signs and what TwiML names. `nil` stands for `http://127.0.0.1`
    /// and the bound port: good for a simulated caller on the same machine only, and refused in production.
    public var publicURL: PublicURL?
    /// Further addresses under which Twilio reaches this server, such as one that leads to it alone while ``publicURL``
    /// leads to all servers: a request to one of these hosts is checked against it.
    public var publicURLAliases: [PublicURL] = []
    /// The address of a sibling, to which calls are sent while this server shuts down.
    public var peerURL: PublicURL?
    /// Any of these may have signed; at least one. Two while a token is rotated.
    public var authTokens: [AuthToken]
    /// Tokens of further accounts, whose calls are taken too: a subaccount signs with its own.
    public var accounts: [AccountSID: [AuthToken]] = [:]
    /// Shared keys (HMAC-SHA256) by their identifiers.
    public var sharedKeys: [String: AuthToken] = [:]
    /// The account whose calls are taken, besides ``accounts``; `nil` takes those of any account that knows a token.
    public var accountSID: AccountSID?
    /// Bearer keys of the operator routes: `name:scope:digest` (``APIKey``), or plain keys, which may do everything.
    public var apiKeys: [String] = []
    /// Keys that can be exchanged while the server runs; takes the place of ``apiKeys``.
    public var keyRing: APIKeyRing?
    /// The proxies that are believed about the client, and about the address Twilio called when ``publicURL`` is `nil`.
    public var trustedProxies = TrustedProxies.none
    /// How often somebody may ask.
    public var rateLimits = RateLimits()
    /// Decides what happens without ``apiKeys``.
    public var environment = GatewayEnvironment.development
    /// Reported by the health route.
    public var version = "0.0.0"
    /// How calls are made, moved and held.
    public var calling = CallingConfiguration()
    /// Which calls of people with people are transcribed.
    public var listening = ListeningMode.off
    /// Said to the caller before he is connected with somebody while both are transcribed; in many places the law wants
    /// it. `nil` says nothing.
    public var listeningAnnouncement: String?
    /// Bounds of webhooks and of what comes after a stream.
    public var webhooks = WebhookLimits()
    /// Bounds of reading, exporting and erasing calls.
    public var reading = ReadingLimits()
    /// Bounds of watching calls while they happen.
    public var events = LiveEventLimits()
    /// Bounds of media streams.
    public var streams = StreamLimits()
    /// How conversations reach us: as audio, or as words.
    public var conversation = ConversationMedium.stream
    /// Bounds of conversations in words.
    public var relay = RelayLimits()
    /// Bounds of the HTTP edge. Its refusals are counted by the gateway too.
    public var edge = HTTPEdgeConfiguration()
    /// HTTP connections that one address (an IPv6 network of 64 bits) may have at once; further ones are closed. Media
    /// streams, this machine and trusted proxies do not count. 0 sets no bound.
    public var connectionsPerAddress = 256
    /// Connections at once; further ones wait in the backlog.
    public var maximumConnections = 16_384
    /// What health and readiness depend on besides the calls.
    public var health = HealthSources()
    /// Writes the metrics of the process for whoever sends this `Accept` field; `nil` where nothing is counted, and then
    /// the route answers 404. Called away from the event loops.
    public var metrics: (@Sendable (_ accept: String?) -> MetricsDocument)?
    /// How operators see and set what is logged; without it nobody can.
    public var logLevels: LogLevelSwitch?
    /// How many refusals are told of in the log.
    var refusalLines = RefusalLog.Bounds()
    /// Connections that may wait to be accepted.
    public var backlog = 1_024
    /// Whether another process of the same user may listen on the port too, so that it can take over; see
    /// ``Gateway/leavePort()``.
    public var sharesPort = false

    /// The defaults, with the tokens that may sign.
    public init(authTokens: [AuthToken]) {
        self.authTokens = authTokens
    }

    /// Finds what would leave a door open.
    func check() throws(GatewayError) {
        guard !self.authTokens.isEmpty else {
            throw GatewayError(
                .invalidConfiguration,
                "No auth token is configured, so no request could be checked: set TWILIO_AUTH_TOKEN."
            )
        }
        guard self.environment != .production || self.publicURL != nil else {
            throw GatewayError(
                .invalidConfiguration,
                "Production needs the address Twilio signs: set PUBLIC_URL=https://your.host."
            )
        }
        _ = try self.operatorKeys()
        // As long as a key of our own would be with 96 random bits.
        let isWeak: (String) -> Bool = { !$0.utf8.contains(UInt8(ascii: ":")) && (1..<16).contains($0.utf8.count) }
        guard self.environment != .production || self.keyRing != nil || !self.apiKeys.contains(where: isWeak) else {
            throw GatewayError(
                .invalidConfiguration,
                "A key of API_KEYS has fewer than 16 characters, which can be guessed: make one of 256 random bits."
            )
        }
        try self.calling.check()
        if case .everything(let address) = self.listening, (try? TransferTarget(address)) == nil {
            throw GatewayError(
                .invalidConfiguration,
                "LISTENING_DIAL must be +E.164, client:NAME, sip:USER@HOST, conference:NAME or queue:NAME."
            )
        }
        guard (0...65_535).contains(self.port) else {
            throw GatewayError(.invalidConfiguration, "The port must be between 0 and 65535: set PORT.")
        }
    }

    /// The keys of operators, whichever way they were given.
    func operatorKeys() throws(GatewayError) -> APIKeyRing {
        if let keyRing { return keyRing }
        do throws(APIKeyRing.Flaws) {
            return APIKeyRing(try APIKeyRing.entries(in: self.apiKeys))
        } catch {
            throw GatewayError(.invalidConfiguration, "API_KEYS cannot be used: \(error).", cause: error)
        }
    }
}
