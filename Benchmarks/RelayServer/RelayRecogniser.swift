// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import NIOCore
import WebSockets

/// Sends a call's audio on to a WebSocket, as a cloud recogniser's client does, and hears nothing back: what the media
/// path costs in both directions, beside relays in other languages that do the same.
struct RelayRecogniser: SpeechRecogniser {
    let name = "relay"
    let status = EngineStatus(detail: "sends audio on")
    let url: String
    let key: String
    /// Frames in one message upstream.
    let batch: Int

    func open(
        _ request: RecognitionRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) -> any RecognitionSession {
        let session = RelaySession(batch: self.batch, deliver: deliver)
        var headers = HTTPFields()
        headers[.authorization] = "Token \(self.key)"
        let connected = WebSocketClient.connect(to: self.url, headers: headers, on: eventLoop, delegate: session)
        connected.whenFailure { error in
            deliver(.failed(SpeechError(.unavailable, "The relay's other end refused.", cause: "\(error)")))
        }
        return session
    }
}
