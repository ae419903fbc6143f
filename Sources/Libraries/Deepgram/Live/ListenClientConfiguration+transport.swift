// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOSSL
import WebSockets

/// What the layers below are told.
extension ListenClientConfiguration {
    var webSocket: WebSocketConfiguration {
        WebSocketConfiguration(
            limits: WebSocketLimits(maxMessageSize: self.maxMessageSize, maxFrameSize: self.maxMessageSize),
            pingInterval: self.pingInterval,
            maxMissedPongs: self.maxMissedPongs,
            closeTimeout: self.closeTimeout,
            maxOutboundQueue: self.maxOutboundQueue
        )
    }

    /// Made once, because it reads all of the system's roots.
    func tlsContext() throws(DeepgramError) -> NIOSSLContext {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.shutdownTimeout = TimeAmount(self.closeTimeout)
        do {
            if let pem = self.extraTrustRoots {
                tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)))]
            }
            return try NIOSSLContext(configuration: tls)
        } catch {
            throw DeepgramError(
                .invalidParameters,
                "The trust roots cannot be used: they must be certificates in PEM.",
                cause: String(describing: error)
            )
        }
    }
}
