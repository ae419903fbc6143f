// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOWebSocket

extension ListenConnection {
    func perform(_ actions: [DeepgramEngineAction]) {
        for action in actions {
            switch action {
            case .send(let text): self.write(.text, ByteBuffer(string: text))
            case .sendBinary(let bytes): self.write(.binary, ByteBuffer(bytes: bytes))
            case .close(let code, let reason): self.close(code, reason: reason)
            case .drop: self.context?.close(promise: nil)
            case .reset: self.context?.channel.resetConnection()
            case .freeze:
                self.isFrozen = true
                self.setReading(false)
            case .setReading(let isOn): self.setReading(isOn)
            }
        }
    }

    private func setReading(_ isOn: Bool) {
        guard let context = self.context, context.channel.isActive else { return }
        context.channel.setOption(.autoRead, value: isOn).whenFailure { _ in
            // The channel has been closed meanwhile: nothing to read either way.
        }
    }

    func close(_ code: UInt16, reason: String) {
        guard let context = self.context, !self.hasSentClose else { return }
        self.hasSentClose = true
        var payload = ByteBuffer()
        payload.writeInteger(code)
        payload.writeString(reason)
        self.write(.connectionClose, payload)
        let channel = context.channel
        let limit = context.eventLoop.scheduleTask(in: Self.closeLimit) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in limit.cancel() }
    }

    func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer) {
        guard let context = self.context, !self.isFrozen else { return }
        context.write(self.wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)), promise: nil)
        self.needsFlush = true
    }

    func flush() {
        guard self.needsFlush else { return }
        self.needsFlush = false
        self.context?.flush()
    }
}
