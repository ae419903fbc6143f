// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import Logging
import NIOCore
import Twilio
import WebSockets

/// One media stream on its event loop: Twilio's messages in, calls of the session out.
///
/// Audio comes fifty times a second and takes a way of its own: found in place, decoded into one buffer that is used
/// again and again, heard. Nothing is allocated, copied or awaited on it.
final class MediaStreamHandler: WebSocketDelegate {
    private let grant: StreamGrant
    private let slot: StreamSlots.Slot
    private let manager: CallSessionManager
    private let limits: StreamLimits
    private var logger: Logger
    private let scanner: MediaFrameScanner
    private let decoder: MediaStreamDecoder
    private var rules: StreamProtocol
    private var startDeadline: Scheduled<Void>?
    private var session: CallSession?
    private var line: TwilioLine?
    /// The UTF-8 of the stream's name; empty until `start`.
    private var stream: [UInt8] = []
    private var scratch = ByteBuffer()

    init(
        grant: StreamGrant,
        slot: StreamSlots.Slot,
        manager: CallSessionManager,
        limits: StreamLimits,
        logger: Logger
    ) {
        self.grant = grant
        self.slot = slot
        self.manager = manager
        self.limits = limits
        self.logger = logger
        self.logger[metadataKey: "call.sid"] = "\(grant.info.id)"
        self.scanner = MediaFrameScanner(maximumDepth: limits.depth)
        self.decoder = MediaStreamDecoder(
            maximumBytes: limits.webSocket.limits.maxMessageSize,
            maximumDepth: limits.depth,
            maximumValues: limits.values
        )
        self.rules = StreamProtocol(
            call: grant.info.id.rawValue,
            account: grant.info.account,
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
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) {
        text.withUnsafeBytes { bytes in
            if let frame = self.scanner.scan(bytes) {
                self.hear(frame, bytes, webSocket)
            } else {
                self.read(bytes, webSocket)
            }
        }
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) {
        self.perform(self.rules.receivedBinary(), webSocket)
    }

    func webSocketServerWillShutDown(_ webSocket: WebSocketConnection) {
        guard let session else { return webSocket.close(.goingAway) }
        // The session notes that the call goes on elsewhere and closes the line itself.
        self.line?.closeCode = .goingAway
        session.assumeIsolated { $0.stop(.drained, next: .resume) }
    }

    func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {
        self.startDeadline?.cancel()
        self.slot.release()
        self.rules.ended()
        if let session {
            session.assumeIsolated { $0.connectionClosed() }
        } else {
            let journal = self.manager.journal
            journal.enqueue(journal.event(.streamEnded(.neverStreamed), in: self.grant.info.id))
        }
        self.session = nil
        self.line = nil
        if let error = closure.error {
            self.logger.debug("stream's socket ended", metadata: ["error": "\(error.code)"])
        }
    }
}

// MARK: - Messages

extension MediaStreamHandler {
    /// The hot path.
    @inline(__always)
    private func hear(_ frame: MediaFrame, _ bytes: UnsafeRawBufferPointer, _ webSocket: WebSocketConnection) {
        guard let session, self.rules.phase == .streaming else { return self.heardOutOfPlace(webSocket) }
        guard self.isOurs(frame, bytes) else { return self.offended(.foreignStream, webSocket) }
        guard frame.track == .inbound else { return }
        self.scratch.clear()
        var isAudio = false
        self.scratch.writeWithUnsafeMutableBytes(minimumWritableBytes: frame.maximumPayloadCount) { target in
            guard let count = frame.decodePayload(of: bytes, into: target) else { return 0 }
            isAudio = count > 0
            return count
        }
        guard isAudio else { return self.offended(.badPayload, webSocket) }
        let place = InboundFrame(
            chunk: UInt64(clamping: frame.chunk ?? 0),
            offset: .milliseconds(frame.timestampMilliseconds ?? 0)
        )
        let audio = self.scratch
        session.assumeIsolated { $0.hear(audio, place) }
    }

    /// A media message in an unusual spelling.
    private func hear(_ media: MediaStreamMessage.Media, _ webSocket: WebSocketConnection) {
        guard let session, self.rules.phase == .streaming, media.track == .inbound else { return }
        guard media.streamSID.utf8.elementsEqual(self.stream) else { return self.offended(.foreignStream, webSocket) }
        guard !media.payload.isEmpty else { return self.offended(.badPayload, webSocket) }
        let place = InboundFrame(
            chunk: UInt64(max(media.chunk ?? 0, 0)),
            offset: .milliseconds(media.timestampMilliseconds ?? 0)
        )
        session.assumeIsolated { $0.hear(ByteBuffer(bytes: media.payload), place) }
    }

    @inline(__always)
    private func isOurs(_ frame: MediaFrame, _ bytes: UnsafeRawBufferPointer) -> Bool {
        frame.streamSID.isEmpty || frame.names(self.stream, in: bytes)
    }

    private func heardOutOfPlace(_ webSocket: WebSocketConnection) {
        if self.rules.phase == .waitingForStart { self.offended(.beforeStart, webSocket) }
    }

    /// Everything that comes seldom.
    private func read(_ bytes: UnsafeRawBufferPointer, _ webSocket: WebSocketConnection) {
        do throws(TwilioError) {
            let message = try self.decoder.decode(bytes)
            if case .media(let media) = message { self.hear(media, webSocket) }
            self.perform(self.rules.received(message), webSocket)
        } catch {
            self.offended(error.code == .malformedPayload ? .badPayload : .malformedMessage, webSocket)
        }
    }

    private func offended(_ offence: StreamProtocol.Offence, _ webSocket: WebSocketConnection) {
        GatewayMetrics.malformedMessages.increment()
        if self.rules.offences == 0 {
            self.logger.warning("message of a stream skipped", metadata: ["refusal.reason": "\(offence.rawValue)"])
        }
        self.perform(self.rules.offended(offence), webSocket)
    }

    private func perform(_ action: StreamProtocol.Action, _ webSocket: WebSocketConnection) {
        switch action {
        case .none: break
        case .begin(let stream): self.begin(stream, webSocket)
        case .mark(let name): self.session?.assumeIsolated { $0.markReturned(name) }
        case .press(let digit): self.session?.assumeIsolated { $0.pressed(digit) }
        case .stop: self.session?.assumeIsolated { $0.streamStopped() }
        case .close(let refusal): self.refuse(refusal, webSocket)
        }
    }

    private func begin(_ stream: StreamSID, _ webSocket: WebSocketConnection) {
        self.startDeadline?.cancel()
        self.slot.release()
        self.stream = Array(stream.description.utf8)
        self.logger[metadataKey: "stream.sid"] = "\(stream)"
        let line = TwilioLine(webSocket, stream: stream)
        self.line = line
        self.session = self.manager.open(
            self.grant,
            stream: stream.description,
            line: NIOLoopBound(line, eventLoop: webSocket.eventLoop)
        )
    }

    private func refuse(_ refusal: StreamProtocol.Refusal, _ webSocket: WebSocketConnection) {
        GatewayMetrics.streamEnded(reason: refusal.rawValue).increment()
        self.logger.warning(
            "stream closed",
            metadata: [
                "refusal.reason": "\(refusal.rawValue)",
                "websocket.code": "\(refusal.closeCode)",
                "stream.offences": "\(self.rules.offences)",
            ]
        )
        webSocket.close(refusal.closeCode, reason: refusal.rawValue)
        self.session?.assumeIsolated { $0.protocolBroken() }
    }
}
