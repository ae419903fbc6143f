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
    private let isPinned: Bool
    private let state: Mutex<SignatureValidator?>

    init(_ configuration: GatewayConfiguration) {
        self.proxies = configuration.trustedProxies
        self.isPinned = configuration.publicURL != nil
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

    /// For one request: the pinned address, whatever the request says. Without one a trusted proxy is believed about the
    /// scheme and host that were called, and nobody else (R58).
    func validator(for head: HTTPRequest, peer: SocketAddress?) -> SignatureValidator? {
        guard !self.isPinned, self.proxies.contains(peer), let url = Self.forwardedURL(head) else {
            return self.validator
        }
        return self.makeValidator(url)
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
