// SPDX-License-Identifier: Apache-2.0

import NIOCore
import WebSockets

/// What the WebSocket reports.
extension ListenConnection: WebSocketDelegate {
    func webSocketDidOpen(_ webSocket: WebSocketConnection) {
        self.upgraded(webSocket)
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) {
        // While a connection drains with nobody left to tell, nothing has to be understood.
        guard let owner = self.owner else { return }
        let message: ListenMessage
        do {
            message = try self.decoder.decode(text)
        } catch {
            if self.machine.state != .greeting { owner.link(self, ignored: "malformed") }
            return
        }
        guard self.machine.state == .greeting else {
            owner.link(self, received: message)
            return
        }
        switch message {
        case .connected(let requestID): self.greeted(requestID)
        case .error(let code, let description):
            let cause = [code, description].compactMap(\.self).joined(separator: ": ")
            self.fail(DeepgramError(.unavailable, "Flux gave up.", cause: cause, requestID: self.requestID))
        default: break
        }
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) {
        if self.machine.state != .greeting { self.owner?.link(self, ignored: "binary") }
    }

    func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {
        let isEnding = self.machine.state == .ending
        let error = DeepgramError.ended(closure, isExpected: isEnding, requestID: self.requestID)
        switch self.machine.state {
        case .opening, .over: break
        case .greeting: self.fail(error ?? DeepgramError(.unavailable, "Deepgram closed before it was ready."))
        case .open, .ending: self.end(error)
        }
    }
}

/// One timer for everything, moved only when something has to happen earlier than it would fire.
extension ListenConnection: NIOScheduledCallbackHandler {
    func setTimer() {
        guard let deadline = self.machine.nextDeadline else { return }
        if self.timer != nil, let timerDeadline = self.timerDeadline, timerDeadline <= deadline { return }
        self.timer?.cancel()
        self.timerDeadline = deadline
        // It fails when the event loop shuts down, and the connection with it.
        self.timer = try? self.eventLoop.assumeIsolated().scheduleCallback(at: deadline, handler: self)
    }

    func handleScheduledCallback(eventLoop: some EventLoop) {
        self.timer = nil
        let now = self.eventLoop.now
        let wasGreeting = self.machine.state == .greeting
        while true {
            switch self.machine.timerFired(at: now, isQueueEmpty: self.queuedBytes == 0) {
            case .none:
                self.setTimer()
                return
            case .sendKeepAlive:
                // When the queue is full, the check of the writes decides.
                self.webSocket?.sendText { ListenCommand.keepAlive.write(into: &$0) }
                _ = self.machine.sent(at: now)
            case .markWrites:
                self.markWrites()
            case .end(let error):
                if wasGreeting { self.fail(error) } else { self.end(error) }
                return
            }
        }
    }

    /// An empty write behind all that is queued: its promise is kept when the operating system has taken all before it.
    private func markWrites() {
        guard let channel = self.webSocket?.channel else { return }
        let taken = self.eventLoop.makePromise(of: Void.self)
        taken.futureResult.assumeIsolated().whenSuccess { [weak self] in self?.machine.writesTaken() }
        channel.writeAndFlush(ByteBuffer(), promise: taken)
    }
}
