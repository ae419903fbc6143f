// SPDX-License-Identifier: Apache-2.0

public import NIOCore

extension WebSocketConnection {
    /// Messages from here on are written on their own, after a header, instead of being copied behind one.
    private static let copyLimit = 16 << 10

    // MARK: Text

    /// Sends a text message that `write` appends to the connection's own output buffer: the cheapest way.
    ///
    /// `write` may only append, and must append UTF-8.
    @discardableResult
    @inline(__always)
    public func sendText(_ write: (inout ByteBuffer) -> Void) -> WebSocketSendResult {
        self.send(.text, write)
    }

    /// Sends a text message; the caller vouches for UTF-8.
    @discardableResult
    public func sendText(_ text: RawSpan) -> WebSocketSendResult {
        text.withUnsafeBytes { bytes in self.send(.text) { $0.writeBytes(bytes) } }
    }

    /// Sends a text message; the caller vouches for UTF-8. Large buffers are not copied.
    @discardableResult
    public func sendText(_ text: ByteBuffer) -> WebSocketSendResult {
        self.send(.text, text)
    }

    /// Sends a text message.
    @discardableResult
    public func sendText(_ text: String) -> WebSocketSendResult {
        self.send(.text) { $0.writeString(text) }
    }

    // MARK: Binary

    /// Sends a binary message that `write` appends to the connection's own output buffer. `write` may only append.
    @discardableResult
    @inline(__always)
    public func sendBinary(_ write: (inout ByteBuffer) -> Void) -> WebSocketSendResult {
        self.send(.binary, write)
    }

    /// Sends a binary message unless `write` appends nothing, for protocols where an empty one has a meaning; `.sent` then
    /// too. `write` may only append.
    @discardableResult
    @inline(__always)
    public func sendBinaryUnlessEmpty(_ write: (inout ByteBuffer) -> Void) -> WebSocketSendResult {
        self.send(.binary, sendsEmpty: false, write)
    }

    /// Sends a binary message.
    @discardableResult
    public func sendBinary(_ bytes: RawSpan) -> WebSocketSendResult {
        bytes.withUnsafeBytes { bytes in self.send(.binary) { $0.writeBytes(bytes) } }
    }

    /// Sends a binary message. Large buffers are not copied.
    @discardableResult
    public func sendBinary(_ bytes: ByteBuffer) -> WebSocketSendResult {
        self.send(.binary, bytes)
    }

    /// Sends a ping of our own; the pong comes to the delegate. Of the payload, 125 bytes are sent.
    @discardableResult
    public func ping(_ payload: ByteBuffer = ByteBuffer()) -> WebSocketSendResult {
        self.eventLoop.assertInEventLoop()
        guard self.machine.isOpen else { return .closed }
        guard self.hasRoom(for: 125) else { return .queueFull }
        self.appendControl(.ping, payload.readableBytesView.prefix(125))
        self.flushUnlessBatching()
        return .sent
    }

    /// Gathers everything that is sent inside `body` into one write.
    public func batch<Result>(_ body: () throws -> Result) rethrows -> Result {
        self.eventLoop.assertInEventLoop()
        self.batchDepth += 1
        defer {
            self.batchDepth -= 1
            self.flushUnlessBatching()
        }
        return try body()
    }

    // MARK: Inside

    /// The bytes accepted for sending that the operating system has not taken yet.
    public var queuedBytes: Int {
        let below = try? self.channel.syncOptions?.getOption(.bufferedWritableBytes)
        return self.outbound.readableBytes + (below ?? 0)
    }

    /// While the channel is writable, less than its watermark lies below us, so the option is asked only when it is not.
    @inline(__always)
    func hasRoom(for count: Int) -> Bool {
        let queued = self.isWritable ? self.outbound.readableBytes : self.queuedBytes
        if queued + count <= self.configuration.maxOutboundQueue { return true }
        self.droppedMessages += 1
        return false
    }

    @inline(__always)
    private func send(
        _ opcode: WebSocketOpcode,
        sendsEmpty: Bool = true,
        _ write: (inout ByteBuffer) -> Void
    ) -> WebSocketSendResult {
        self.eventLoop.assertInEventLoop()
        guard self.machine.isOpen else { return .closed }
        let start = self.outbound.writerIndex
        let length = WebSocketEncoder.append(opcode, maskKey: self.maskKeys?.next(), to: &self.outbound, write)
        if length == 0, !sendsEmpty {
            self.outbound.moveWriterIndex(to: start)
            return .sent
        }
        let fits = self.isWritable && self.outbound.readableBytes <= self.configuration.maxOutboundQueue
        if !fits {
            // The frame is in the buffer already: judge the queue without it.
            let frameLength = self.outbound.writerIndex - start
            self.outbound.moveWriterIndex(to: start)
            guard self.hasRoom(for: max(length, frameLength)) else { return .queueFull }
            self.outbound.moveWriterIndex(to: start + frameLength)
        }
        self.flushUnlessBatching()
        return .sent
    }

    private func send(_ opcode: WebSocketOpcode, _ payload: ByteBuffer) -> WebSocketSendResult {
        guard payload.readableBytes > Self.copyLimit else {
            return self.send(opcode) { $0.writeImmutableBuffer(payload) }
        }
        self.eventLoop.assertInEventLoop()
        guard self.machine.isOpen else { return .closed }
        guard self.hasRoom(for: payload.readableBytes) else { return .queueFull }
        self.sendUnbounded(opcode, payload)
        return .sent
    }

    /// Sends without regard to the bound, for callers that wait for writability themselves.
    func sendUnbounded(_ opcode: WebSocketOpcode, _ payload: consuming ByteBuffer) {
        let key = self.maskKeys?.next()
        let start = self.outbound.writerIndex
        let count = payload.readableBytes
        let header = WebSocketFrameHeader.length(payloadLength: count, masked: key != nil)
        self.outbound.writeRepeatingByte(0, count: header)
        WebSocketEncoder.setHeader(opcode, payloadLength: count, maskKey: key, at: start, in: &self.outbound)
        if let key {
            WebSocketEncoder.mask(key, at: payload.readerIndex, count: count, in: &payload)
        }
        self.takeOutbound { context, header in context.write(NIOAny(header), promise: nil) }
        self.context?.write(NIOAny(payload), promise: nil)
        self.hasUnflushedWrites = true
        self.flushUnlessBatching()
    }

    func appendControl(_ opcode: WebSocketOpcode, _ payload: some Sequence<UInt8>) {
        _ = WebSocketEncoder.append(opcode, maskKey: self.maskKeys?.next(), to: &self.outbound) { buffer in
            buffer.writeBytes(payload)
        }
    }

    func appendClose(_ code: WebSocketCloseCode?, reason: String) {
        var payload = ByteBuffer()
        if let code {
            payload.writeInteger(code.rawValue)
            payload.writeBytes(reason.utf8Prefix(123))
        }
        self.appendControl(.close, payload.readableBytesView)
    }

    @inline(__always)
    func flushUnlessBatching() {
        if self.batchDepth == 0 { self.flush() }
    }

    func flush() {
        guard self.outbound.readableBytes > 0 || self.hasUnflushedWrites else { return }
        self.hasUnflushedWrites = false
        guard self.outbound.readableBytes > 0 else {
            self.context?.flush()
            return
        }
        self.takeOutbound { context, buffer in context.writeAndFlush(NIOAny(buffer), promise: nil) }
    }

    /// Takes the output buffer away while it is written, since writing may call us back, and keeps its memory for the
    /// next messages when the channel is done with it.
    @inline(__always)
    private func takeOutbound(_ write: (ChannelHandlerContext, ByteBuffer) -> Void) {
        guard let context = self.context, self.outbound.readableBytes > 0 else { return }
        var buffer = ByteBuffer()
        swap(&buffer, &self.outbound)
        write(context, buffer)
        if self.outbound.capacity == 0, buffer.capacity <= 64 << 10 {
            buffer.clear()
            self.outbound = buffer
        }
    }
}
