// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio
import Twilio
import WebSockets

/// The socket of a background stream: sends what both sides of the call say, takes nothing. Lives on its event loop.
final class BackgroundStreamSession: WebSocketDelegate {
    /// Audio that is kept while the socket is being opened: a second.
    private static let maximumWaiting = 50

    private let order: BackgroundStreamOrder
    private let begin: Duration
    private let opened: EventLoopPromise<Bool>
    private let done: EventLoopPromise<BackgroundStreamOutcome>
    private var writer: MediaWriter
    private var outcome: BackgroundStreamOutcome
    private var connection: WebSocketConnection?
    private var waiting: [CallAudioFrame] = []
    /// The call's time at which the stream's own began.
    private var zero: Duration?
    private var now = Duration.zero
    private var isStopping = false
    private var isOver = false
    var report: @Sendable (SimulatedCallEvent) -> Void = { _ in }

    private var gapEnd = Duration.zero
    private var isSilent = false
    private var isDuplicating = false
    private var isSwapping = false
    private var held: MediaWriter.MediaFrame?

    init(
        _ order: BackgroundStreamOrder,
        sid: String,
        call: SimulatedCall,
        at begin: Duration,
        opened: EventLoopPromise<Bool>,
        done: EventLoopPromise<BackgroundStreamOutcome>
    ) {
        self.order = order
        self.begin = begin
        self.opened = opened
        self.done = done
        self.writer = MediaWriter(
            streamSID: sid,
            accountSID: call.account.sid,
            callSID: call.sid,
            parameters: order.parameters,
            tracks: order.tracks,
            countsChunksPerTrack: call.countsChunksPerTrack
        )
        self.outcome = BackgroundStreamOutcome(report: StreamReport(sid: sid, url: order.url, at: begin.inSeconds))
        self.outcome.report.name = order.name
        self.outcome.report.tracks = order.tracks.map(\.name)
    }

    // MARK: The call

    /// 20 ms of the call.
    func hear(_ frame: CallAudioFrame) {
        guard !self.isOver, !self.isStopping else { return }
        guard let connection = self.connection else {
            if self.waiting.count == Self.maximumWaiting { self.waiting.removeFirst() }
            return self.waiting.append(frame)
        }
        let zero = self.zero ?? frame.at
        self.zero = zero
        self.now = frame.at - zero
        guard !self.isSilent, self.now >= self.gapEnd else { return }
        connection.batch {
            for track in self.order.tracks {
                let audio = track == .inbound ? frame.inbound : frame.outbound
                self.send(self.writer.media(audio, at: self.now, of: track), on: connection)
            }
        }
    }

    private func send(_ frame: MediaWriter.MediaFrame, on connection: WebSocketConnection) {
        if self.isSwapping {
            self.isSwapping = false
            self.held = frame
            return
        }
        self.write(frame, on: connection)
        if self.isDuplicating {
            self.isDuplicating = false
            self.write(frame, on: connection)
        }
        if let held = self.held {
            self.held = nil
            self.write(held, on: connection)
        }
    }

    private func write(_ frame: MediaWriter.MediaFrame, on connection: WebSocketConnection) {
        switch connection.sendText({ frame.append(to: &$0) }) {
        case .sent: self.outcome.report.framesSent += 1
        case .queueFull:
            self.outcome.report.framesUnsent += 1
            self.note(31_930, "the server does not take the audio as fast as it is sent")
        case .closed: self.outcome.report.framesUnsent += 1
        }
    }

    /// Ends the stream as Twilio does.
    func stop() {
        guard !self.isOver, !self.isStopping else { return }
        self.isStopping = true
        guard let connection = self.connection else { return }
        let message = self.writer.stop()
        connection.sendText { $0.writeBytes(message) }
        connection.close(.normalClosure)
    }

    /// Breaks it on purpose. What would have to be sent by a caller is of no use here and passed over.
    func commit(_ fault: LineFault) {
        guard let connection = self.connection else { return }
        switch fault {
        case .drop: connection.channel.close(promise: nil)
        case .gap(let length): self.gapEnd = self.now + length
        case .fallSilent: self.isSilent = true
        case .duplicateFrame: self.isDuplicating = true
        case .swapFrames: self.isSwapping = true
        case .text(let bytes): connection.sendText { $0.writeBytes(bytes) }
        case .binary(let bytes): connection.sendBinary { $0.writeBytes(bytes) }
        case .rawBytes, .largeText, .nestedJSON, .malformedPayload, .foreignStream, .secondStart, .foreignAccountStart,
            .resetInMidMessage, .stopWithoutClosing, .stopReading, .resumeReading:
            break
        }
    }

    // MARK: WebSocket

    func webSocketDidOpen(_ webSocket: WebSocketConnection) {
        self.connection = webSocket
        self.outcome.report.httpStatus = 101
        webSocket.batch {
            webSocket.sendText { $0.writeBytes(MediaWriter.connected) }
            let start = self.writer.start()
            webSocket.sendText { $0.writeBytes(start) }
        }
        self.report(.streamStarted(sid: self.outcome.report.sid))
        self.opened.succeed(true)
        let waiting = self.waiting
        self.waiting = []
        for frame in waiting { self.hear(frame) }
        // Stopped while it was being opened.
        if self.isStopping {
            self.isStopping = false
            self.stop()
        }
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) {
        self.outcome.report.messagesReceived += 1
        self.note(31_951, "a stream that goes one way takes no messages")
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) {
        self.outcome.report.messagesReceived += 1
        self.note(31_950, "a binary message of \(bytes.byteCount) bytes")
    }

    func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {
        self.outcome.report.closeCode = closure.code.map { Int($0.rawValue) }
        switch closure.initiator {
        case .peer:
            self.outcome.report.closedBy = .server
            let code = self.outcome.report.closeCode
            if !self.isStopping, let code, code != 1000 {
                self.fail(31_921, "the server closed the stream with code \(code)")
            }
        case .local: self.outcome.report.closedBy = .twilio
        case .transport:
            self.outcome.report.closedBy = .transport
            if !self.isStopping { self.fail(31_903, "the connection broke without a close frame") }
        }
        self.finish()
    }

    /// The stream could not be opened.
    func fail(_ code: Int, _ message: String, status: Int?) {
        self.outcome.report.httpStatus = status
        self.fail(code, message)
        self.opened.succeed(false)
        self.finish()
    }

    /// It is not to be opened.
    func discard() {
        self.opened.succeed(false)
        self.finish()
    }

    private func fail(_ code: Int, _ message: String) {
        self.outcome.error = message
        self.note(code, message)
    }

    private func note(_ code: Int, _ message: String) {
        let violation = Violation(code, message, at: (self.begin + self.now).inSeconds)
        guard !self.outcome.violations.contains(where: { $0.code == code && $0.message == message }) else { return }
        self.outcome.violations.append(violation)
        self.report(.violation(violation))
    }

    private func finish() {
        guard !self.isOver else { return }
        self.isOver = true
        self.connection = nil
        self.outcome.report.seconds = self.now.inSeconds
        self.report(.streamEnded(self.outcome.report))
        self.done.succeed(self.outcome)
    }
}
