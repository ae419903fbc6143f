// SPDX-License-Identifier: Apache-2.0

import CallCore
import Logging
import NIOCore
import Twilio
import WebSockets

extension MediaStreamHandler {
    /// The hot path.
    @inline(__always)
    func hear(_ frame: MediaFrame, _ bytes: UnsafeRawBufferPointer, _ webSocket: WebSocketConnection) {
        guard let session, self.rules.phase == .streaming else { return self.heardOutOfPlace(webSocket) }
        guard frame.names(self.stream, in: bytes) else { return self.offended(.foreignStream, webSocket) }
        guard frame.track == .inbound || self.rules.isListening else { return }
        self.scratch.clear()
        var isAudio = false
        self.scratch.writeWithUnsafeMutableBytes(minimumWritableBytes: frame.maximumPayloadCount) { target in
            guard let count = frame.decodePayload(of: bytes, into: target) else { return 0 }
            isAudio = count > 0
            return count
        }
        guard isAudio else { return self.offended(.badPayload, webSocket) }
        session.hear(
            self.scratch,
            of: frame.track,
            chunk: frame.chunk,
            sequence: frame.sequenceNumber,
            milliseconds: frame.timestampMilliseconds
        )
    }

    /// A media message in an unusual spelling.
    private func hear(_ media: MediaStreamMessage.Media, _ webSocket: WebSocketConnection) {
        guard let session, self.rules.phase == .streaming else { return }
        guard media.track == .inbound || self.rules.isListening else { return }
        guard media.streamSID.utf8.elementsEqual(self.stream) else { return self.offended(.foreignStream, webSocket) }
        guard !media.payload.isEmpty else { return self.offended(.badPayload, webSocket) }
        session.hear(
            ByteBuffer(bytes: media.payload),
            of: media.track,
            chunk: media.chunk,
            sequence: media.sequenceNumber,
            milliseconds: media.timestampMilliseconds
        )
    }

    private func heardOutOfPlace(_ webSocket: WebSocketConnection) {
        if self.rules.phase == .waitingForStart { self.offended(.beforeStart, webSocket) }
    }

    /// Everything that comes seldom.
    func read(_ bytes: UnsafeRawBufferPointer, _ webSocket: WebSocketConnection) {
        do throws(TwilioError) {
            let message = try self.decoder.decode(bytes)
            if case .media(let media) = message { self.hear(media, webSocket) }
            self.perform(self.rules.received(message), webSocket)
        } catch {
            self.offended(error.code == .malformedPayload ? .badPayload : .malformedMessage, webSocket)
        }
    }

    private func offended(_ offence: StreamProtocol.Offence, _ webSocket: WebSocketConnection) {
        self.faults.skipped(offence.fault, isFirst: self.rules.offences == 0, of: .audio, self.logger)
        self.perform(self.rules.offended(offence), webSocket)
    }

    func perform(_ action: StreamProtocol.Action, _ webSocket: WebSocketConnection) {
        switch action {
        case .none: break
        case .begin(let stream): self.begin(stream, webSocket)
        case .mark(let name): self.session?.markReturned(name)
        case .press(let digit): self.session?.pressed(digit)
        case .stop: self.session?.streamStopped()
        case .close(let refusal): self.refuse(refusal, webSocket)
        }
    }

    private func begin(_ stream: StreamSID, _ webSocket: WebSocketConnection) {
        self.startDeadline?.cancel()
        self.slot.release()
        self.stream = Array(stream.description.utf8)
        self.logger[metadataKey: "stream.sid"] = "\(stream)"
        self.line = TwilioLine(webSocket, stream: stream)
        self.isWaiting = self.entrance.grant == nil
        self.startSession(webSocket)
    }

    private func startSession(_ webSocket: WebSocketConnection) {
        guard let grant = self.entrance.grant, let line else { return }
        self.socket = self.manager.sockets.keep(webSocket.channel)
        let name = String(decoding: self.stream, as: UTF8.self)
        let bound = NIOLoopBound<any CallLine>(line, eventLoop: webSocket.eventLoop)
        self.session =
            self.rules.isListening
            ? .listening(self.manager.listen(grant, stream: name, line: bound))
            : .conversation(self.manager.open(grant, stream: name, line: bound))
    }

    /// All that can be is known of the call. What has come meanwhile is taken in its order.
    func looked(_ isKnown: Bool, _ webSocket: WebSocketConnection) {
        guard isKnown else {
            self.faults.closed(.callUnknown, of: .audio, code: .tryAgainLater, self.logger)
            self.entrance.abandon()
            return webSocket.close(.tryAgainLater, reason: StreamFault.callUnknown.reason)
        }
        guard self.isWaiting else { return }
        self.isWaiting = false
        self.startSession(webSocket)
        while let message = self.entrance.next() { message.withUnsafeBytes { self.take($0, webSocket) } }
        if self.entrance.dropped > 0 {
            self.logger.warning(
                "messages lost before the call was known",
                metadata: ["stream.dropped": "\(self.entrance.dropped)"]
            )
        }
    }

    private func refuse(_ refusal: StreamProtocol.Refusal, _ webSocket: WebSocketConnection) {
        self.faults.closed(
            refusal.fault,
            of: .audio,
            code: refusal.closeCode,
            offences: self.rules.offences,
            self.logger
        )
        webSocket.close(refusal.closeCode, reason: refusal.rawValue)
        self.session?.protocolBroken()
    }
}
