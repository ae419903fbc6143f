// SPDX-License-Identifier: Apache-2.0

import CallCore
import Logging
import NIOCore
import Twilio
import WebSockets

/// One media stream on its event loop: Twilio's messages in, calls of the session out.
///
/// Audio comes fifty times a second and takes a way of its own: found in place, decoded into one buffer that is used
/// again and again, heard. Nothing is allocated, copied or awaited on it.
final class MediaStreamHandler: WebSocketDelegate {
    let entrance: StreamEntrance
    let slot: StreamSlots.Slot
    let manager: CallSessionManager
    private let limits: StreamLimits
    let faults: StreamFaults
    var logger: Logger
    private let scanner: MediaFrameScanner
    let decoder: MediaStreamDecoder
    var rules: StreamProtocol
    var startDeadline: Scheduled<Void>?
    var session: StreamSession?
    /// It has begun, and its session waits for what is known of the call.
    var isWaiting = false
    var line: TwilioLine?
    var socket: CallSockets.Socket?
    /// The UTF-8 of the stream's name; empty until `start`.
    var stream: [UInt8] = []
    var scratch = ByteBuffer()

    init(
        entrance: StreamEntrance,
        slot: StreamSlots.Slot,
        manager: CallSessionManager,
        limits: StreamLimits,
        faults: StreamFaults,
        logger: Logger
    ) {
        self.entrance = entrance
        self.slot = slot
        self.manager = manager
        self.limits = limits
        self.faults = faults
        self.logger = logger
        self.logger[metadataKey: "call.sid"] = "\(entrance.pass.call)"
        self.scanner = MediaFrameScanner(maximumDepth: limits.depth)
        self.decoder = MediaStreamDecoder(
            maximumBytes: limits.webSocket.limits.maxMessageSize,
            maximumDepth: limits.depth,
            maximumValues: limits.values
        )
        self.rules = StreamProtocol(
            call: entrance.pass.call.rawValue,
            account: entrance.pass.account,
            isListening: entrance.pass.purpose == .listening,
            limit: limits.offences
        )
    }

    func webSocketDidOpen(_ webSocket: WebSocketConnection) {
        self.startDeadline = webSocket.eventLoop.assumeIsolated().scheduleTask(
            in: TimeAmount(self.limits.startDeadline)
        ) { [weak self] in
            guard let self else { return }
            self.perform(self.rules.startIsDue(), webSocket)
        }
        self.entrance.look(on: webSocket.eventLoop) { [weak self] isKnown in self?.looked(isKnown, webSocket) }
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) {
        text.withUnsafeBytes { bytes in
            if self.isWaiting { self.entrance.keep(bytes) } else { self.take(bytes, webSocket) }
        }
    }

    func take(_ bytes: UnsafeRawBufferPointer, _ webSocket: WebSocketConnection) {
        if let frame = self.scanner.scan(bytes) {
            self.hear(frame, bytes, webSocket)
        } else {
            self.read(bytes, webSocket)
        }
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) {
        self.perform(self.rules.receivedBinary(), webSocket)
    }

    func webSocketServerWillShutDown(_ webSocket: WebSocketConnection) {
        guard let session else { return webSocket.close(.goingAway) }
        // The session notes that the call goes on elsewhere and closes the line itself.
        self.line?.closeCode = .goingAway
        session.drained()
    }

    func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {
        self.startDeadline?.cancel()
        self.slot.release()
        self.rules.ended()
        if let session {
            session.connectionClosed()
        } else {
            self.entrance.abandon()
        }
        self.session = nil
        self.line = nil
        self.socket?.release()
        self.socket = nil
        if let fault = StreamFault(closure) {
            self.faults.closed(fault, of: .audio, code: closure.code, offences: self.rules.offences, self.logger)
        } else if let error = closure.error {
            self.logger.debug("stream's socket ended", metadata: ["error": "\(error.code)"])
        }
    }
}
