// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import HTTPTypes
import NIOCore
import WebSockets

/// One WebSocket to Aura, on the event loop of the calls it serves, one text after the other.
final class SpeakConnection {
    let eventLoop: any EventLoop
    private let host: String
    private let configuration: SpeakPoolConfiguration
    /// Called when the connection may have another text, and when it may not any more.
    private let isFree: (SpeakConnection) -> Void
    private let isGone: (SpeakConnection) -> Void
    private(set) var machine: SpeakSocketMachine
    private var webSocket: WebSocketConnection?
    private var channels: [any Channel] = []
    private var utterance: SpeakUtterance?
    private var timer: Scheduled<Void>?
    private(set) var requestID: String?

    init(
        host: String,
        configuration: SpeakPoolConfiguration,
        on eventLoop: any EventLoop,
        isFree: @escaping (SpeakConnection) -> Void,
        isGone: @escaping (SpeakConnection) -> Void
    ) {
        self.host = host
        self.configuration = configuration
        self.eventLoop = eventLoop
        self.isFree = isFree
        self.isGone = isGone
        self.machine = SpeakSocketMachine(configuration)
    }

    func dial(_ url: String, _ headers: HTTPFields, _ settings: WebSocketClientConfiguration) {
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        WebSocketClient.connect(
            to: url,
            headers: headers,
            configuration: settings,
            on: self.eventLoop,
            prepare: { channel in
                guard bound.value.machine.state == .opening else { throw CancellationError() }
                bound.value.channels.append(channel)
            },
            delegate: self
        )
        .assumeIsolated()
        .whenFailure { error in
            // Perhaps at once, and nobody must hear of it before `speak` has returned.
            bound.value.eventLoop.assumeIsolated().execute {
                bound.value.fail(.dialFailed(error, host: bound.value.host))
            }
        }
    }

    /// Speaks a text, as soon as the connection stands.
    func speak(_ utterance: SpeakUtterance) {
        self.timer?.cancel()
        self.timer = nil
        self.utterance = utterance
        utterance.connection = self
        if self.machine.state == .idle { self.send(utterance) }
    }

    /// The text is not wanted any more.
    func giveUp(_ utterance: SpeakUtterance) {
        guard self.utterance === utterance else { return }
        self.utterance = nil
        guard self.machine.state == .speaking, let webSocket = self.webSocket,
            webSocket.sendText(#"{"type":"Clear"}"#) == .sent
        else { return self.close() }
        self.machine.clears()
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.timer = self.eventLoop.scheduleTask(in: TimeAmount(self.configuration.clearTime)) { bound.value.close() }
    }

    func pause() { self.webSocket?.pauseReading() }

    func resume() { self.webSocket?.resumeReading() }

    /// Is kept for another text for a while.
    func rest() {
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.timer?.cancel()
        self.timer = self.eventLoop.scheduleTask(in: TimeAmount(self.configuration.idleTime)) { bound.value.leave() }
    }

    /// Ends the connection as Deepgram wants it ended.
    func leave() {
        guard let webSocket = self.webSocket, webSocket.sendText(#"{"type":"Close"}"#) == .sent else {
            return self.close()
        }
        self.ended()
        webSocket.close()
    }

    private func send(_ utterance: SpeakUtterance) {
        guard let webSocket = self.webSocket,
            let text = try? JSONEncoder().encode(["type": "Speak", "text": utterance.text]),
            webSocket.sendText(ByteBuffer(bytes: text)) == .sent, webSocket.sendText(#"{"type":"Flush"}"#) == .sent
        else { return self.fail(DeepgramError(.unavailable, "The connection to Deepgram takes nothing more.")) }
        self.machine.speaks(utterance.characters, at: self.eventLoop.now)
    }

    private func free() {
        self.timer?.cancel()
        self.timer = nil
        self.isFree(self)
    }

    private func fail(_ error: DeepgramError) {
        let utterance = self.utterance
        self.close()
        utterance?.end(error)
    }

    /// Brings the transport down at once.
    private func close() {
        let channels = self.channels + [self.webSocket?.channel].compactMap(\.self)
        // First: closing tells us that it is closed.
        self.ended()
        for channel in channels { channel.close(promise: nil) }
    }

    private func ended() {
        guard self.machine.state != .over else { return }
        self.machine.over()
        self.timer?.cancel()
        self.timer = nil
        self.channels = []
        self.webSocket = nil
        self.utterance = nil
        self.isGone(self)
    }
}

extension SpeakConnection: WebSocketDelegate {
    func webSocketDidOpen(_ webSocket: WebSocketConnection) {
        guard self.machine.state == .opening else {
            webSocket.channel.close(promise: nil)
            return
        }
        self.webSocket = webSocket
        self.channels = []
        self.requestID = webSocket.responseHeaders.deepgramRequestID
        self.machine.opened(at: self.eventLoop.now)
        if let utterance = self.utterance { self.send(utterance) }
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) {
        guard self.machine.heard(), bytes.byteCount > 0 else { return }
        self.utterance?.take(bytes.withUnsafeBytes { ByteBuffer(bytes: $0) })
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) {
        switch SpeakSocketMessage(text) {
        case .metadata(let requestID): self.requestID = self.requestID ?? requestID
        case .flushed(let sequence):
            guard self.machine.flushed(sequence), let utterance = self.utterance else { return }
            self.utterance = nil
            self.free()
            utterance.finish(requestID: self.requestID)
        case .cleared: if self.machine.cleared() { self.free() }
        case .warning: self.machine.warned()
        case .error(let words):
            self.fail(DeepgramError(.unavailable, "Deepgram gave a text up.", cause: words, requestID: self.requestID))
        case .other: break
        }
    }

    func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {
        guard self.machine.state != .over else { return }
        let letters = closure.reason.lowercased().filter { $0.isLetter || $0.isNumber }
        guard !letters.contains("data0001") else {
            let message = "More characters were sent within a minute than Deepgram takes on a connection."
            return self.fail(
                DeepgramError(.tooManyConnections, message, cause: closure.reason, requestID: self.requestID)
            )
        }
        let error = DeepgramError.ended(closure, isExpected: false, requestID: self.requestID)
        self.fail(error ?? DeepgramError(.unavailable, "Deepgram hung up.", requestID: self.requestID))
    }
}
