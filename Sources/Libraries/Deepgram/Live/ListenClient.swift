// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
public import NIOCore
import NIOSSL
import WebSockets

/// Dials Deepgram's live transcription (`/v1/listen`, `/v2/listen`): one WebSocket for each call.
///
/// ```swift
/// let client = try ListenClient(endpoint: .deepgram, credential: DeepgramCredential(key))
/// client.dial(.nova(NovaParameters()), on: call.eventLoop, for: recognition)
/// ```
/// Connections live on the event loop of their call. TLS is 1.2 or later and verified against the system's roots and
/// ``ListenClientConfiguration/extraTrustRoots``; a certificate that is not to be trusted is
/// ``DeepgramError/Code/untrusted``, and nothing, not even the credential, has been sent then. Nothing is ever tried
/// again in the clear. Use ``GuardedDialler`` and ``ListenPool`` around it where there is more than one call.
///
/// Source: developers.deepgram.com "Transcribe - Live audio", "Lower-Level WebSockets".
public struct ListenClient: ListenDialler {
    private let endpoint: DeepgramEndpoint
    private let headers: HTTPFields
    private let settings: WebSocketClientConfiguration
    private let configuration: ListenClientConfiguration

    /// Creates a client; reads the trust roots, once. Without a credential for an installation of one's own that asks for
    /// none. Fails with ``DeepgramError/Code/invalidParameters`` when the extra trust roots cannot be read.
    public init(
        endpoint: DeepgramEndpoint = .deepgram,
        credential: DeepgramCredential?,
        configuration: ListenClientConfiguration = ListenClientConfiguration()
    ) throws(DeepgramError) {
        self.endpoint = endpoint
        self.headers = credential.map { [.authorization: $0.authorization] } ?? HTTPFields()
        self.configuration = configuration
        self.settings = WebSocketClientConfiguration(
            webSocket: configuration.webSocket,
            connectTimeout: configuration.connectTimeout,
            upgradeTimeout: configuration.upgradeTimeout,
            tlsContext: try configuration.tlsContext()
        )
    }

    /// Dials; see ``ListenDialler/dial(_:in:on:for:)``.
    public func dial(
        _ parameters: ListenParameters,
        in trace: TraceContext?,
        on eventLoop: any EventLoop,
        for owner: any ListenLinkOwner
    ) -> any ListenDialling {
        let connection = ListenConnection(
            parameters,
            configuration: self.configuration,
            host: self.endpoint.host,
            eventLoop: eventLoop,
            owner: owner
        )
        let headers = self.headers.adding(trace)
        connection.dial(self.endpoint.webSocketURL(parameters.target), headers, self.settings)
        return connection
    }
}
