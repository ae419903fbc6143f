// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Twilio

/// Under which address Twilio reaches us, and who may sign for it. Without a pinned address it is known once the server
/// listens.
final class GatewayAddress: Sendable {
    private let tokens: [AuthToken]
    private let sharedKeys: [String: AuthToken]
    private let state: Mutex<SignatureValidator?>

    init(_ configuration: GatewayConfiguration) {
        self.tokens = configuration.authTokens
        self.sharedKeys = configuration.sharedKeys
        let (tokens, sharedKeys) = (self.tokens, self.sharedKeys)
        self.state = Mutex(
            configuration.publicURL.map { SignatureValidator(publicURL: $0, tokens: tokens, sharedKeys: sharedKeys) }
        )
    }

    /// `nil` until the server listens, if no address is pinned.
    var validator: SignatureValidator? {
        self.state.withLock { $0 }
    }

    /// The server listens; a pinned address stays.
    func bound(toPort port: Int) {
        self.state.withLock { validator in
            guard validator == nil, let url = try? PublicURL("http://127.0.0.1:\(port)") else { return }
            validator = SignatureValidator(publicURL: url, tokens: self.tokens, sharedKeys: self.sharedKeys)
        }
    }
}
