// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import Resilience
import Synchronization
import Twilio

/// Under which address Twilio reaches us, and who may sign for it. Without a pinned address it is known once the server
/// listens.
final class GatewayAddress: Sendable {
    /// How often a refused request may be searched for what would have made it right.
    let explanations = RateLimiter(RateLimit(120, per: .seconds(60)))
    private let makeValidator: @Sendable (PublicURL) -> SignatureValidator
    private let proxies: TrustedProxies
    private let pinned: PublicURL?
    private let aliases: [PublicURL]
    private let state: Mutex<SignatureValidator?>

    init(_ configuration: GatewayConfiguration) {
        self.proxies = configuration.trustedProxies
        self.pinned = configuration.publicURL
        self.aliases = configuration.publicURLAliases
        let (tokens, accounts) = (configuration.authTokens, configuration.accounts)
        let sharedKeys = configuration.sharedKeys
        let makeValidator: @Sendable (PublicURL) -> SignatureValidator = {
            SignatureValidator(publicURL: $0, tokens: tokens, accounts: accounts, sharedKeys: sharedKeys)
        }
        self.makeValidator = makeValidator
        self.state = Mutex(configuration.publicURL.map(makeValidator))
    }

    /// `nil` until the server listens, if no address is pinned.
    var validator: SignatureValidator? {
        self.state.withLock { $0 }
    }

    /// For one request: the pinned address, whatever the request says, unless it names one of the configured aliases.
    /// Without a pinned one a trusted proxy is believed about the scheme and host that were called, and nobody else (R58).
    func validator(for head: HTTPRequest, peer: SocketAddress?) -> SignatureValidator? {
        // The host only chooses among addresses that are ours by configuration.
        if let host = head.authority, let alias = self.aliases.first(where: { $0.isHost(host) }) {
            return self.makeValidator(alias)
        }
        guard self.pinned == nil, self.proxies.contains(peer), let url = Self.forwardedURL(head) else {
            return self.validator
        }
        return self.makeValidator(url)
    }

    /// Where a call goes on that came by this address: the pinned one, which leads to whoever is there, and not an alias,
    /// which leads to this server alone.
    func base(of address: PublicURL) -> PublicURL {
        self.aliases.contains(address) ? self.validator?.publicURL ?? address : address
    }

    private static func forwardedURL(_ head: HTTPRequest) -> PublicURL? {
        guard let isSecure = ForwardedFields.isSecure(head.headerFields) else { return nil }
        let authority = head.authority.flatMap { ForwardedFields.isHost($0) ? $0 : nil }
        guard let host = ForwardedFields.host(head.headerFields) ?? authority else { return nil }
        return try? PublicURL("\(isSecure ? "https" : "http")://\(host)")
    }

    /// The server listens; a pinned address stays.
    func bound(toPort port: Int) {
        self.state.withLock { validator in
            guard validator == nil, let url = try? PublicURL("http://127.0.0.1:\(port)") else { return }
            validator = self.makeValidator(url)
        }
    }
}
