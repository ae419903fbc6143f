// SPDX-License-Identifier: Apache-2.0

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
    /// Any of these may have signed; at least one. Two while a token is rotated.
    public var authTokens: [AuthToken]
    /// Shared keys (HMAC-SHA256) by their identifiers.
    public var sharedKeys: [String: AuthToken] = [:]
    /// The one account whose calls are taken; `nil` takes those of any account that knows a token.
    public var accountSID: AccountSID?
    /// Bearer keys of the operator routes.
    public var apiKeys: [String] = []
    /// Decides what happens without ``apiKeys``.
    public var environment = GatewayEnvironment.development
    /// Reported by the health route.
    public var version = "0.0.0"
    /// Bounds of webhooks and of what comes after a stream.
    public var webhooks = WebhookLimits()
    /// Bounds of media streams.
    public var streams = StreamLimits()
    /// Bounds of the HTTP edge. Its refusals are counted by the gateway too.
    public var edge = HTTPEdgeConfiguration()
    /// Connections at once; further ones wait in the backlog.
    public var maximumConnections = 16_384
    /// Connections that may wait to be accepted.
    public var backlog = 1_024

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
        guard (0...65_535).contains(self.port) else {
            throw GatewayError(.invalidConfiguration, "The port must be between 0 and 65535: set PORT.")
        }
    }
}
