// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// What the channel handler reports, and what follows from it.
extension WebSocketConnection {
    func opened(_ context: ChannelHandlerContext, timerHandler: WebSocketHandler) {
        self.context = context
        self.isWritable = self.channel.isWritable
        self.batch { self.delegate?.webSocketDidOpen(self) }
        self.scheduleTimer(timerHandler)
    }

    @inline(__always)
    func receive(_ buffer: ByteBuffer) {
        if !self.isInReadCycle {
            self.isInReadCycle = true
            self.batchDepth += 1
        }
        self.machine.received()
        buffer.withUnsafeReadableBytes { bytes in
            var offset = 0
            do throws(WebSocketViolation) {
                while self.machine.isReading {
                    let event = try self.decoder.next(bytes, &offset)
                    if event == .needMoreData { return }
                    self.handle(event, bytes)
                }
            } catch {
                self.perform(self.machine.violated(error, now: self.eventLoop.now))
            }
        }
    }

    func finishedReading() {
        guard self.isInReadCycle else { return }
        if self.machine.isOpen { self.delegate?.webSocketDidFinishReading(self) }
        self.isInReadCycle = false
        self.batchDepth -= 1
        self.flushUnlessBatching()
    }

    @inline(__always)
    private func handle(_ event: WebSocketDecoder.Event, _ input: UnsafeRawBufferPointer) {
        switch event {
        case .message(let kind, .scratch):
            guard self.machine.receivedDataMessage() else { return }
            self.decoder.scratch.withUnsafeReadableBytes { self.deliver(kind, $0) }
        case .message(let kind, .input(let range)):
            guard self.machine.receivedDataMessage() else { return }
            self.deliver(kind, UnsafeRawBufferPointer(rebasing: input[range]))
        case .ping:
            // A peer that pings and never reads gets no more pongs than the outbound queue holds.
            guard self.machine.shouldAnswerPing(), self.hasRoom(for: 125) else { return }
            self.appendControl(.pong, self.decoder.control.readableBytesView)
        case .pong:
            guard self.machine.isOpen else { return }
            self.decoder.control.withUnsafeReadableBytes { bytes in
                self.delegate?.webSocket(self, didReceivePong: bytes.bytes)
            }
        case .close(let code, let reason):
            self.perform(self.machine.receivedClose(code, reason: reason, now: self.eventLoop.now))
        case .needMoreData:
            break
        }
    }

    @inline(__always)
    private func deliver(_ kind: WebSocketDecoder.Kind, _ bytes: UnsafeRawBufferPointer) {
        switch kind {
        case .text: self.delegate?.webSocket(self, didReceiveText: bytes.bytes)
        case .binary: self.delegate?.webSocket(self, didReceiveBinary: bytes.bytes)
        }
    }

    func perform(_ action: WebSocketStateMachine.Action) {
        switch action {
        case .none:
            break
        case .sendPing:
            self.appendControl(.ping, EmptyCollection())
            self.flushUnlessBatching()
        case .sendClose(let code, let reason):
            self.appendClose(code, reason: reason)
            self.flushUnlessBatching()
            self.resumeReading()
        case .end(let closure, let closeFrame, let transport):
            if let closeFrame { self.appendClose(closeFrame.code, reason: closeFrame.reason) }
            self.end(closure, transport)
        case .closeTransport:
            self.context?.close(promise: nil)
        }
        if let handler = self.context?.handler as? WebSocketHandler { self.scheduleTimer(handler) }
    }

    private func end(_ closure: WebSocketClosure, _ transport: WebSocketStateMachine.Transport) {
        let delegate = self.delegate
        self.delegate = nil
        self.flush()
        self.resumeReading()
        switch transport {
        case .wait:
            break
        case .close, .linger:
            self.endTransport(transport == .linger ? .output : .all)
        }
        delegate?.webSocket(self, didClose: closure)
    }

    /// Behind everything that is still to be written; the close deadline ends the wait if the peer does not read.
    private func endTransport(_ mode: CloseMode) {
        guard let context = self.context else { return }
        if self.machine.state == .closed {
            context.close(promise: nil)
            return
        }
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { [weak self] _ in
            guard let self, let context = self.context else { return }
            guard mode == .output else {
                context.close(promise: nil)
                return
            }
            context.close(mode: .output).assumeIsolated().whenFailure { [weak self] _ in
                self?.context?.close(promise: nil)
            }
        }
        context.writeAndFlush(NIOAny(ByteBuffer()), promise: written)
    }

    func transportEnded(_ error: (any Error)?) {
        let error = error.map { WebSocketError(.connectionLost, "the connection broke", cause: $0) }
        self.perform(self.machine.transportEnded(error))
    }

    func writabilityChanged() {
        self.isWritable = self.channel.isWritable
        self.delegate?.webSocketWritabilityDidChange(self)
    }

    func serverWillShutDown() {
        guard self.machine.isOpen else { return }
        self.batch { self.delegate?.webSocketServerWillShutDown(self) }
    }

    func removed() {
        self.timer?.cancel()
        self.timer = nil
        self.transportEnded(nil)
        self.context = nil
    }
}
