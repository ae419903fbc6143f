// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOWebSocket
import Synchronization
import Twilio

/// The server's side of a media stream: what it does at `start` and at each further message.
final class Agent: Sendable {
    /// What an agent can do, on its event loop.
    struct Line {
        let context: ChannelHandlerContext
        var streamSID: String

        func send(text: String) { self.send(.text, Array(text.utf8)) }

        func send(_ opcode: WebSocketOpcode, _ bytes: [UInt8]) {
            let frame = WebSocketFrame(fin: true, opcode: opcode, data: ByteBuffer(bytes: bytes))
            self.context.writeAndFlush(NIOAny(frame), promise: nil)
        }

        func speak(_ audio: [UInt8]) {
            let payload = String(decoding: Base64.encode(audio), as: UTF8.self)
            self.send(text: #"{"event":"media","streamSid":"\#(self.streamSID)","media":{"payload":"\#(payload)"}}"#)
        }

        func mark(_ name: String) {
            self.send(text: #"{"event":"mark","streamSid":"\#(self.streamSID)","mark":{"name":"\#(name)"}}"#)
        }

        func clear() { self.send(text: #"{"event":"clear","streamSid":"\#(self.streamSID)"}"#) }

        func close(_ code: WebSocketErrorCode = .normalClosure) {
            var data = ByteBuffer()
            data.write(webSocketErrorCode: code)
            let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
            self.context.writeAndFlush(NIOAny(frame), promise: nil)
        }

        func breakConnection() { self.context.close(promise: nil) }
    }

    typealias Act = @Sendable (Line, MediaStreamMessage) -> Void

    private let act: Act
    private let seen = Mutex<(messages: [MediaStreamMessage], bad: [[UInt8]], binary: Int, closes: [UInt16])>(
        ([], [], 0, [])
    )

    init(_ act: @escaping Act = { _, _ in }) {
        self.act = act
    }

    var messages: [MediaStreamMessage] { self.seen.withLock { $0.messages } }
    /// Texts that are no message.
    var bad: [[UInt8]] { self.seen.withLock { $0.bad } }
    var binaryMessages: Int { self.seen.withLock { $0.binary } }
    var closeCodes: [UInt16] { self.seen.withLock { $0.closes } }

    var media: [MediaStreamMessage.Media] {
        self.messages.compactMap { if case .media(let media) = $0 { media } else { nil } }
    }
    var marks: [String] {
        self.messages.compactMap { if case .mark(let mark) = $0 { mark.name } else { nil } }
    }
    var starts: [MediaStreamMessage.Start] {
        self.messages.compactMap { if case .start(let start) = $0 { start } else { nil } }
    }
    var digits: String {
        self.messages.compactMap { if case .dtmf(let key) = $0 { key.digit } else { nil } }.joined()
    }
    var stops: Int { self.messages.count { if case .stop = $0 { true } else { false } } }

    func take(_ text: [UInt8], _ message: MediaStreamMessage?, on line: Line) {
        guard let message else {
            self.seen.withLock { $0.bad.append(text) }
            return
        }
        self.seen.withLock { $0.messages.append(message) }
        self.act(line, message)
    }

    func tookBinary() { self.seen.withLock { $0.binary += 1 } }
    func tookClose(_ code: UInt16) { self.seen.withLock { $0.closes.append(code) } }
}

/// Carries an agent's frames.
final class AgentHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let agent: Agent
    private var streamSID = ""
    private var hasClosed = false

    init(_ agent: Agent) {
        self.agent = agent
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = self.unwrapInboundIn(data)
        var bytes = frame.unmaskedData
        switch frame.opcode {
        case .text:
            let text = Array(bytes.readableBytesView)
            let message = try? MediaStreamDecoder().decode(text)
            if case .start(let start)? = message { self.streamSID = start.streamSID }
            self.agent.take(text, message, on: Agent.Line(context: context, streamSID: self.streamSID))
        case .binary:
            self.agent.tookBinary()
        case .connectionClose:
            let code = bytes.readInteger(as: UInt16.self)
            if let code { self.agent.tookClose(code) }
            guard !self.hasClosed else { return }
            self.hasClosed = true
            let echo = WebSocketFrame(fin: true, opcode: .connectionClose, data: frame.unmaskedData)
            context.writeAndFlush(self.wrapOutboundOut(echo)).assumeIsolated().whenComplete { _ in
                context.close(promise: nil)
            }
        default:
            break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A caller who resets the connection is part of the tests.
        context.close(promise: nil)
    }
}
