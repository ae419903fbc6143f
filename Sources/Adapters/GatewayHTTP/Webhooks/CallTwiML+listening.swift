// SPDX-License-Identifier: Apache-2.0

import CallCore
import Twilio

extension CallTwiML {
    /// What Twilio calls the stream of both sides of a call.
    static let listeningName = "listening"

    /// Transcribes both sides from now on, beside whatever the call does: people talk on if it fails.
    func listenIn(_ order: ListenInOrder) -> Start {
        Start {
            Stream(
                url: self.publicURL.url(of: GatewayPath.stream + order.token, webSocket: true),
                name: Self.listeningName,
                track: .both,
                statusCallback: self.publicURL.url(of: GatewayPath.streamStatus)
            )
        }
    }
}
