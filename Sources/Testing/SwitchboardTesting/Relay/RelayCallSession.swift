// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio
import Twilio
import WebSockets

/// One ConversationRelay session, played by Twilio: tells the server what the caller says, speaks what the server sends,
/// stops when the caller cuts in. Lives on the call's event loop; what is said and heard is decided by ``PhoneLine``.
final class RelayCallSession: WebSocketDelegate, TickedSession {
    /// Frames made up for at once when the process was kept from running; the rest follows with the next tick.
    private static let framesPerTick = 50
    /// Unidentifiable messages in a row that end the session (64105).
    private static let maximumOffences = 10

    let plan: RelayPlan
    let ticker: MediaTicker
    let done: EventLoopPromise<RelayOutcome>
    let decoder = RelayDecoder(maximumBytes: 1 << 20)

    var line: PhoneLine
    var voice = RelayVoice()
    var ear: RelayEar
    var outcome: RelayOutcome
    var connection: WebSocketConnection?
    var begin = NIODeadline.distantFuture
    /// `false` once nothing is sent any more of Twilio's own accord.
    var isSending = true
    var isDuplicating = false
    /// The end of the caller's last sentence, while no answer to it was heard.
    var unansweredSince: Duration?
    /// When the talk cycle that is heard began.
    var voiceBegan: Duration?
    /// Set when the end is ours: what the session's end then means for the call.
    var ownEnd: StreamOutcome.End?
    /// The server has sent `end`.
    var hasEnded = false
    private var offences = 0
    private var isOver = false

    init(_ plan: RelayPlan, ticker: MediaTicker, done: EventLoopPromise<RelayOutcome>) {
        self.plan = plan
        self.ticker = ticker
        self.done = done
        self.line = PhoneLine(
            cues: plan.cues,
            hasComfortNoise: plan.call.hasComfortNoise,
            isRecorded: plan.call.isRecorded
        )
        self.ear = RelayEar(language: plan.settings.language, sendsPartials: plan.settings.sendsPartialPrompts)
        let report = RelayReport(sid: plan.sessionSID, url: plan.url, at: plan.begin.inSeconds)
        self.outcome = RelayOutcome(end: .streamOver, report: report, cues: plan.cues)
    }

    /// Where the session stands in the call's time.
    var callTime: Double { (self.plan.begin + self.line.time).inSeconds }

    // MARK: Time

    func tick(_ now: NIODeadline) {
        guard !self.isOver, let connection = self.connection, now > self.begin else { return }
        let elapsed = Double((now - self.begin).nanoseconds) * self.plan.call.pace
        let due = Int(min(elapsed / 20_000_000, 1e9))
        var budget = Self.framesPerTick
        while self.line.frames < due, budget > 0, self.ownEnd == nil, !self.hasEnded, !self.isOver {
            self.advance(connection)
            budget -= 1
        }
    }

    private func advance(_ connection: WebSocketConnection) {
        let begin = self.line.time
        let step = self.line.advance()
        self.plan.live.hear(CallAudioFrame(at: self.plan.begin + begin, inbound: step.audio, outbound: step.heard))
        for mark in step.marks { self.reached(mark) }
        switch step.change {
        case .agentSpeaks: self.plan.report(.agentSpeaks)
        case .agentQuiet: self.plan.report(.agentQuiet)
        case nil: break
        }
        for action in step.actions { self.perform(action, on: connection) }
        for prompt in self.ear.advance() { self.tell(prompt) }
        if self.line.time >= self.plan.limit { self.end(self.plan.endAtLimit) }
    }

    // MARK: WebSocket

    func webSocketDidOpen(_ webSocket: WebSocketConnection) {
        self.connection = webSocket
        self.outcome.report.httpStatus = 101
        self.begin = webSocket.eventLoop.now
        self.sendOpening()
        self.plan.report(.streamStarted(sid: self.plan.sessionSID))
        self.ticker.add(self)
        if let greeting = self.plan.settings.welcomeGreeting {
            self.say(.init(token: greeting), interruptible: self.plan.settings.welcomeGreetingInterruptible)
        }
        // Cancelled while it was being opened.
        if let end = self.ownEnd {
            self.ownEnd = nil
            self.end(end)
        }
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) {
        self.outcome.report.messagesReceived += 1
        do throws(TwilioError) {
            let command = try text.withUnsafeBytes { bytes throws(TwilioError) in try self.decoder.decodeCommand(bytes)
            }
            self.offences = 0
            self.obey(command, webSocket)
        } catch {
            self.complain(error.message, webSocket)
        }
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) {
        self.outcome.report.messagesReceived += 1
        self.complain("a binary message", webSocket)
    }

    func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {
        self.noteClosure(closure)
        self.finish()
    }

    /// Twilio passes over what it does not understand; ten in a row are too many.
    private func complain(_ message: String, _ webSocket: WebSocketConnection) {
        self.note(64_107, "invalid message: \(message)")
        self.send(.error(description: "Invalid message received"))
        self.offences += 1
        guard self.offences >= Self.maximumOffences else { return }
        self.fail(64_105, "ten invalid messages in a row")
        webSocket.close(.invalidPayload)
    }

    // MARK: The end

    /// Ends the session from Twilio's side.
    func end(_ end: StreamOutcome.End) {
        guard self.ownEnd == nil, !self.isOver else { return }
        self.ownEnd = end
        self.connection?.close()
    }

    /// The caller hangs up from outside, also while the session is still being opened.
    func hangUp() {
        self.end(.callerHungUp)
    }

    /// The call was ordered elsewhere.
    func interrupt() {
        self.end(.interrupted)
    }

    /// The session did not open.
    func refuse(_ message: String, status: Int?) {
        self.outcome.report.httpStatus = status
        self.fail(64_102, message)
        self.finish()
    }

    /// What failed, for the debugger and for the `action`; the first counts.
    func fail(_ code: Int, _ message: String) {
        self.note(code, message)
        self.outcome.report.status = "failed"
        if self.outcome.error == nil { self.outcome.error = DebuggerError(code, message) }
    }

    private func noteClosure(_ closure: WebSocketClosure) {
        self.outcome.report.closeCode = closure.code.map { Int($0.rawValue) }
        switch closure.initiator {
        case .peer: self.outcome.report.closedBy = .server
        case .local: self.outcome.report.closedBy = .twilio
        case .transport: self.outcome.report.closedBy = self.ownEnd == nil ? .transport : .twilio
        }
        guard self.ownEnd == nil, !self.hasEnded, self.outcome.error == nil else { return }
        let code = self.outcome.report.closeCode
        switch closure.initiator {
        case .peer where code == nil || code == 1000: self.outcome.report.status = "ended"
        case .peer: self.fail(64_105, "the server closed the session with code \(code ?? 0)")
        case .local: self.fail(64_105, "the server broke the WebSocket protocol")
        case .transport: self.fail(64_105, "the connection broke without a close frame")
        }
    }

    private func finish() {
        guard !self.isOver else { return }
        self.isOver = true
        self.ticker.remove(self)
        self.connection = nil
        self.cutVoice()
        self.outcome.end = self.ownEnd ?? .streamOver
        self.outcome.cues = self.line.caller.unfinishedCues
        self.outcome.duration = self.line.time
        self.outcome.recording = self.line.recording
        self.outcome.report.seconds = self.line.time.inSeconds
        self.done.succeed(self.outcome)
    }

    func note(_ code: Int, _ message: String) {
        let violation = Violation(code, message, at: self.callTime)
        let isKnown = self.outcome.violations.contains { $0.code == code && $0.message == message }
        guard !isKnown, self.outcome.violations.count < MediaStreamSession.maximumViolations else { return }
        self.outcome.violations.append(violation)
        self.plan.report(.violation(violation))
    }
}
