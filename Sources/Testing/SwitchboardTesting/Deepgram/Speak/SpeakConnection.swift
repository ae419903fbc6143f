// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOWebSocket

/// One WebSocket of `/v1/speak`: performs what its ``AuraConversation`` wants. Lives on its event loop.
final class SpeakConnection: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let deepgram: SimulatedDeepgram
    private let admission: AuraService.Admission
    private var conversation: AuraConversation
    private var context: ChannelHandlerContext?
    private var spout: AuraSpout?
    private var expiry: Scheduled<Void>?
    private var hasSentClose = false
    private var sent = 0

    init(_ deepgram: SimulatedDeepgram, _ admission: AuraService.Admission, _ conversation: AuraConversation) {
        self.deepgram = deepgram
        self.admission = admission
        self.conversation = conversation
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        self.spout = AuraSpout(
            self.deepgram.voice,
            pace: self.deepgram.settings.speechPace,
            on: context.eventLoop
        ) { [weak self] in self?.send($0) }
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let limit = TimeAmount(self.deepgram.settings.speechSessionLimit)
        self.expiry = context.eventLoop.scheduleTask(in: limit) { bound.value.expire() }
        for fault in self.admission.faults { self.scheduleEnding(fault, bound) }
        self.perform(self.conversation.open())
        context.flush()
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.end() }

    private func scheduleEnding(_ fault: DeepgramFault, _ bound: NIOLoopBound<SpeakConnection>) {
        let kind = fault.kind
        let isClose = if case .close = kind { true } else { false }
        guard kind.isEnding || isClose, let eventLoop = self.context?.eventLoop else { return }
        eventLoop.scheduleTask(in: TimeAmount(fault.after ?? .seconds(1))) { bound.value.suffer(kind) }
    }

    private func suffer(_ kind: DeepgramFault.Kind) {
        guard let context = self.context else { return }
        switch kind {
        case .close(let code): self.perform([.hush, .close(code: code, reason: "")])
        case .reset: context.channel.resetConnection()
        case .halfOpen:
            self.spout?.stop(trailing: false)
            self.spout = nil
            self.hasSentClose = true
        case _: context.close(promise: nil)
        }
    }

    private func expire() { self.perform(self.conversation.expire()) }

    // MARK: From the client

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = self.unwrapInboundIn(data)
        switch frame.opcode {
        case .text:
            let now = self.deepgram.time(context.eventLoop.now)
            let (type, actions) = self.conversation.receive(frame.unmaskedData.readableBytesView, now: now)
            self.deepgram.note(speech: self.admission.number) { $0.commands[type, default: 0] += 1 }
            if !self.admission.has(.mute) { self.perform(actions) }
        case .binary: self.perform(self.conversation.receiveBinary())
        case .ping: self.write(.pong, frame.unmaskedData)
        case .connectionClose:
            if !self.hasSentClose { self.write(.connectionClose, frame.unmaskedData) }
            context.close(promise: nil)
        case _: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.end()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Broken frames and broken connections alike end it.
        context.close(promise: nil)
    }

    private func end() {
        guard self.context != nil else { return }
        self.expiry?.cancel()
        self.spout?.stop(trailing: false)
        self.spout = nil
        self.context = nil
        let isAbandoned = !self.conversation.isOver
        self.deepgram.note(speech: self.admission.number) { $0.isAbandoned = isAbandoned }
    }

    // MARK: To the client

    private func perform(_ actions: [AuraConversation.Action]) {
        for action in actions {
            switch action {
            case .send(let text): self.write(.text, ByteBuffer(string: text))
            case .speak(let text): self.speak(text)
            case .hush: self.spout?.stop(trailing: true)
            case .close(let code, let reason): self.close(code, reason)
            }
        }
    }

    private func speak(_ text: String) {
        self.deepgram.note(speech: self.admission.number) { $0.texts.append(text) }
        let delay = self.deepgram.settings.speechLatency + self.admission.delay
        self.spout?.speak(text, after: delay) { [weak self] isWhole in
            guard let self else { return }
            self.perform(self.conversation.spoken(isWhole))
        }
    }

    private func send(_ audio: ByteBuffer) {
        self.sent += audio.readableBytes
        let sent = self.sent
        self.deepgram.note(speech: self.admission.number) { $0.audioBytes = sent }
        self.write(.binary, audio)
        let limit = self.admission.first { if case .cut(let bytes) = $0 { bytes } else { nil } }
        if let limit, sent >= limit { self.context?.close(promise: nil) }
    }

    private func close(_ code: UInt16, _ reason: String) {
        guard let context = self.context, !self.hasSentClose else { return }
        var payload = ByteBuffer()
        payload.writeInteger(code)
        payload.writeString(reason)
        self.deepgram.note(speech: self.admission.number) { $0.outcome = Int(code) }
        self.write(.connectionClose, payload)
        self.hasSentClose = true
        let channel = context.channel
        let limit = context.eventLoop.scheduleTask(in: .seconds(5)) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in limit.cancel() }
    }

    private func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer) {
        guard let context = self.context, !self.hasSentClose else { return }
        let frame = WebSocketFrame(fin: true, opcode: opcode, data: data)
        context.writeAndFlush(self.wrapOutboundOut(frame), promise: nil)
    }
}
