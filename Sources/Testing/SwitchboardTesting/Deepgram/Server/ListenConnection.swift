// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOWebSocket

/// One WebSocket of live transcription: performs what its ``DeepgramEngineModel`` wants. Lives on its event loop.
final class ListenConnection: ChannelInboundHandler, NIOScheduledCallbackHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    /// How long the client may take to answer a close frame.
    static let closeLimit = TimeAmount.seconds(5)

    private let deepgram: SimulatedDeepgram
    private let faultsVersion: Int
    var model: DeepgramEngineModel
    private var hearing: EngineHearing?
    var context: ChannelHandlerContext?
    private var timer: NIOScheduledCallback?
    private var timerDeadline: Duration?
    var needsFlush = false
    var isFrozen = false
    var hasSentClose = false
    /// Messages that wait until the engine elsewhere has heard everything before them.
    private var waiting: [WebSocketFrame]?

    init(_ deepgram: SimulatedDeepgram, _ model: DeepgramEngineModel, faultsVersion: Int) {
        self.deepgram = deepgram
        self.faultsVersion = faultsVersion
        self.model = model
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let box = ListenConnectionBox(self, context.channel)
        let number = self.model.report.number
        let changed = self.deepgram.withState { state -> [DeepgramFault]? in
            state.listeners[number] = box
            return state.service.faultsVersion == self.faultsVersion ? nil : state.service.faults
        }
        if case .engine(let recogniser) = self.deepgram.hearing {
            self.hearing = EngineHearing(recogniser, on: context.eventLoop) { [weak self] heard in self?.take(heard) }
        }
        self.perform(self.model.open())
        // They were changed while the upgrade was being answered.
        if let changed { self.perform(self.model.set(faults: changed, now: self.now)) }
        self.settle()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.end()
        self.context = nil
    }

    var now: Duration { self.deepgram.time(self.context?.eventLoop.now ?? .now()) }

    // MARK: From the client

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = self.unwrapInboundIn(data)
        guard !self.isFrozen else { return }
        guard frame.maskKey != nil || frame.opcode == .connectionClose || !frame.fin else {
            // RFC 6455, section 5.1: a client masks.
            self.close(1002, reason: "unmasked")
            return
        }
        if self.waiting != nil { self.waiting?.append(frame) } else { self.take(frame) }
    }

    private func take(_ frame: WebSocketFrame) {
        switch frame.opcode {
        case .binary: self.takeAudio(frame.unmaskedData)
        case .text: self.takeText(frame.unmaskedData)
        case .ping:
            self.write(.pong, frame.unmaskedData)
            self.perform(self.model.receivePing(now: self.now))
        case .connectionClose: self.takeClose(frame.unmaskedData)
        case _: break
        }
    }

    private func takeAudio(_ audio: ByteBuffer) {
        self.hearing?.hear(audio)
        self.perform(self.model.receive(audio: audio.readableBytesView, now: self.now))
        if audio.readableBytes == 0 { self.hearing?.stop() }
    }

    private func takeText(_ text: ByteBuffer) {
        let isFlush = ListenOrder(text.readableBytesView).map {
            ["Finalize", "CloseStream", "ForceEndTurn"].contains($0.type)
        }
        guard let hearing = self.hearing, isFlush == true else {
            self.perform(self.model.receive(text: text.readableBytesView, now: self.now))
            return
        }
        self.waiting = []
        hearing.flush { [weak self] in self?.goOn(with: text) }
    }

    /// Everything before the command has been heard.
    private func goOn(with command: ByteBuffer) {
        let frames = self.waiting ?? []
        self.waiting = nil
        self.perform(self.model.receive(text: command.readableBytesView, now: self.now))
        for (index, frame) in frames.enumerated() {
            self.take(frame)
            guard self.waiting == nil else {
                self.waiting?.append(contentsOf: frames[(index + 1)...])
                break
            }
        }
        self.settle()
    }

    private func take(_ heard: EngineHearing.Heard) {
        self.perform(self.model.heard(heard.words, isFinal: heard.isFinal, now: self.now))
        self.settle()
    }

    private func takeClose(_ payload: ByteBuffer) {
        self.end()
        guard !self.hasSentClose else {
            self.context?.close(promise: nil)
            return
        }
        self.hasSentClose = true
        self.write(
            .connectionClose,
            payload.getSlice(at: payload.readerIndex, length: min(2, payload.readableBytes)) ?? payload
        )
        self.flush()
        self.context?.close(promise: nil)
    }

    func channelReadComplete(context: ChannelHandlerContext) { self.settle() }

    func channelInactive(context: ChannelHandlerContext) {
        self.end()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Broken frames and broken connections alike end it.
        context.close(promise: nil)
    }

    private func end() {
        self.timer?.cancel()
        self.timer = nil
        self.hearing?.stop()
        self.hearing = nil
        self.waiting = nil
        self.model.ended(now: self.now)
        self.deepgram.publish(self.model.report)
    }

    func set(faults: [DeepgramFault]) {
        self.perform(self.model.set(faults: faults, now: self.now))
        self.settle()
    }

    // MARK: Time

    func handleScheduledCallback(eventLoop: some EventLoop) {
        self.timer = nil
        self.timerDeadline = nil
        self.perform(self.model.advance(to: self.now))
        self.settle()
    }

    /// Sends what was written, tells the record, and sets the timer.
    private func settle() {
        // First the record: who has read the end finds it there.
        self.deepgram.publish(self.model.report)
        self.flush()
        guard let context = self.context, let deadline = self.model.nextDeadline else { return }
        if let timerDeadline, timerDeadline <= deadline { return }
        self.timer?.cancel()
        self.timerDeadline = deadline
        do {
            self.timer = try context.eventLoop.assumeIsolated().scheduleCallback(
                at: self.deepgram.deadline(deadline),
                handler: self
            )
        } catch {
            // The event loop shuts down, and everything with it.
            self.timer = nil
        }
    }
}
