// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio
import WebSockets

/// One media stream, played by Twilio: sends the caller's frames when they are due, plays out what the server sends,
/// echoes marks. Lives on the call's event loop; what is said and heard is decided by ``PhoneLine``.
final class MediaStreamSession: WebSocketDelegate, TickedSession {
    /// Frames made up for at once when the process was kept from running; the rest follows with the next tick.
    private static let framesPerTick = 50
    /// Different complaints that are kept for one stream.
    static let maximumViolations = 20

    let plan: StreamPlan
    let ticker: MediaTicker
    let done: EventLoopPromise<StreamOutcome>

    var line: PhoneLine
    var writer: MediaWriter
    var reader: ServerMessageReader
    var outcome: StreamOutcome
    var connection: WebSocketConnection?
    var begin = NIODeadline.distantFuture

    /// `false` once nothing is sent any more of the caller's own accord.
    var isSendingMedia = true
    /// The frame that waits for its successor to overtake it.
    var heldFrame: MediaWriter.MediaFrame?
    var isSwapping = false
    var isDuplicating = false
    var gapEnd = Duration.zero
    /// The end of the caller's last sentence, while no answer to it was heard.
    var unansweredSince: Duration?
    /// Set when the end is ours: what the stream's end then means for the call.
    var ownEnd: StreamOutcome.End?
    /// What the server's close means for the call, where it does not mean that the TwiML goes on.
    var endWhenClosed = StreamOutcome.End.streamOver
    private var isOver = false
    private let hasFaults: Bool

    init(_ plan: StreamPlan, ticker: MediaTicker, done: EventLoopPromise<StreamOutcome>) {
        self.plan = plan
        self.ticker = ticker
        self.done = done
        self.hasFaults = plan.cues.contains { if case .fault = $0.action { true } else { false } }
        let call = plan.call
        self.line = PhoneLine(
            cues: plan.cues,
            hasComfortNoise: call.hasComfortNoise,
            isRecorded: call.isRecorded
        )
        self.writer = MediaWriter(
            streamSID: plan.streamSID,
            accountSID: call.account.sid,
            callSID: call.sid,
            parameters: plan.parameters
        )
        self.reader = ServerMessageReader(streamSID: plan.streamSID)
        let report = StreamReport(sid: plan.streamSID, url: plan.url, at: plan.begin.inSeconds)
        self.outcome = StreamOutcome(end: .streamOver, report: report, cues: plan.cues)
    }

    /// Where the stream stands in the call's time.
    var callTime: Double { (self.plan.begin + self.line.time).inSeconds }

    // MARK: Time

    /// Sends what is due.
    func tick(_ now: NIODeadline) {
        guard !self.isOver, let connection = self.connection, now > self.begin else { return }
        let elapsed = Double((now - self.begin).nanoseconds) * self.plan.call.pace
        let due = Int(min(elapsed / 20_000_000, 1e9))
        guard !self.hasFaults else {
            // Faults write past the connection's buffer and must not overtake what is in it.
            self.advance(to: due, on: connection)
            return
        }
        connection.batch { self.advance(to: due, on: connection) }
    }

    private func advance(to due: Int, on connection: WebSocketConnection) {
        var budget = Self.framesPerTick
        while self.line.frames < due, budget > 0, self.ownEnd == nil, !self.isOver {
            self.advance(connection)
            budget -= 1
        }
    }

    private func advance(_ connection: WebSocketConnection) {
        let begin = self.line.time
        let step = self.line.advance()
        if self.isSendingMedia, begin >= self.gapEnd { self.sendFrame(step.audio, at: begin, on: connection) }
        self.plan.live.hear(CallAudioFrame(at: self.plan.begin + begin, inbound: step.audio, outbound: step.heard))
        self.echo(step.marks)
        switch step.change {
        case .agentSpeaks: self.plan.report(.agentSpeaks)
        case .agentQuiet: self.plan.report(.agentQuiet)
        case nil: break
        }
        for action in step.actions { self.perform(action, on: connection) }
        if self.line.time >= self.plan.limit { self.end(self.plan.endAtLimit) }
    }

    // MARK: WebSocket

    func webSocketDidOpen(_ webSocket: WebSocketConnection) {
        self.connection = webSocket
        self.outcome.report.httpStatus = 101
        self.begin = webSocket.eventLoop.now
        self.sendOpening(on: webSocket)
        self.plan.report(.streamStarted(sid: self.plan.streamSID))
        self.ticker.add(self)
        // Cancelled while it was being opened.
        if let end = self.ownEnd {
            self.ownEnd = nil
            self.end(end)
        }
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) {
        self.outcome.report.messagesReceived += 1
        do throws(DebuggerError) {
            switch try text.withUnsafeBytes({ bytes throws(DebuggerError) in try self.reader.read(bytes) }) {
            case .media: self.receiveAudio()
            case .mark(let name):
                self.outcome.report.marksReceived += 1
                self.echo(self.line.mark(name))
            case .clear:
                self.outcome.report.clears += 1
                self.plan.report(.cleared)
                self.echo(self.line.clear())
            }
        } catch {
            self.note(error.code, error.message)
        }
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) {
        self.outcome.report.messagesReceived += 1
        self.note(31_950, "a binary message of \(bytes.byteCount) bytes")
    }

    func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {
        self.noteClosure(closure)
        self.finish()
    }

    private func receiveAudio() {
        let audio = self.reader.payload
        self.outcome.report.framesReceived += 1
        self.outcome.report.audioBytesReceived += audio.count
        if self.outcome.report.firstAudioSeconds == nil {
            self.outcome.report.firstAudioSeconds = self.exactTime.inSeconds
        }
        // Audio behind audio belongs to something said before.
        if let since = self.unansweredSince, self.line.playout.isEmpty {
            self.unansweredSince = nil
            self.outcome.report.answerSeconds.append((self.exactTime - since).inSeconds)
        }
        if self.line.enqueue(audio) > 0 {
            self.note(31_931, "more than ten minutes of audio are queued; the rest is discarded")
        }
    }

    /// The stream's time now, between two frames.
    private var exactTime: Duration {
        guard let now = self.connection?.eventLoop.now, now > self.begin else { return .zero }
        return .nanoseconds((now - self.begin).nanoseconds) * self.plan.call.pace
    }

    // MARK: The end

    /// Ends the stream from Twilio's side: `stop`, then a close frame.
    func end(_ end: StreamOutcome.End, saysStop: Bool = true) {
        guard self.ownEnd == nil, !self.isOver else { return }
        self.ownEnd = end
        guard let connection = self.connection else { return }
        if saysStop { connection.sendText { $0.writeBytes(self.writer.stop()) } }
        connection.close()
    }

    /// The caller hangs up from outside, also while the stream is still being opened.
    func hangUp() {
        self.end(.callerHungUp)
    }

    /// The call was ordered elsewhere: `stop`, then the socket closes.
    func interrupt() {
        self.end(.interrupted)
    }

    /// The stream did not open.
    func fail(_ code: Int, _ message: String, status: Int?) {
        self.outcome.report.httpStatus = status
        self.note(code, message)
        self.finish()
    }

    private func noteClosure(_ closure: WebSocketClosure) {
        self.outcome.report.closeCode = closure.code.map { Int($0.rawValue) }
        switch closure.initiator {
        case .peer: self.outcome.report.closedBy = .server
        case .local: self.outcome.report.closedBy = .twilio
        case .transport: self.outcome.report.closedBy = self.ownEnd == nil ? .transport : .twilio
        }
        guard self.ownEnd == nil else { return }
        switch closure.initiator {
        case .peer:
            let code = self.outcome.report.closeCode
            if let code, code != 1000 { self.note(31_921, "the server closed the stream with code \(code)") }
        case .local:
            let reason = closure.error.map { String(describing: $0) } ?? closure.reason
            self.note(31_924, "the server broke the WebSocket protocol: \(reason)")
        case .transport:
            self.note(31_903, "the connection broke without a close frame")
        }
    }

    private func finish() {
        guard !self.isOver else { return }
        self.isOver = true
        self.ticker.remove(self)
        self.connection = nil
        self.outcome.end = self.ownEnd ?? self.endWhenClosed
        self.outcome.cues = self.line.caller.unfinishedCues
        self.outcome.duration = self.line.time
        self.outcome.recording = self.line.recording
        self.outcome.report.seconds = self.line.time.inSeconds
        self.outcome.report.audioBytesPlayed = self.line.playout.playedSamples
        self.outcome.report.audioBytesCleared = self.line.playout.clearedSamples
        self.plan.report(.streamEnded(self.outcome.report))
        self.done.succeed(self.outcome)
    }

    /// Notes what the debugger would show; the same thing only once for a stream.
    func note(_ code: Int, _ message: String) {
        let violation = Violation(code, message, at: self.callTime)
        let isKnown = self.outcome.violations.contains { $0.code == code && $0.message == message }
        guard !isKnown, self.outcome.violations.count < Self.maximumViolations else { return }
        self.outcome.violations.append(violation)
        self.plan.report(.violation(violation))
    }
}
