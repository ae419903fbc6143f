// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import Logging
import NIOCore
import SafeText
import Twilio
import WebSockets

/// One ConversationRelay session on its event loop: Twilio's messages in, calls of the session out.
final class RelayHandler: WebSocketDelegate {
    private let entrance: StreamEntrance
    private let slot: StreamSlots.Slot
    private let manager: CallSessionManager
    private let limits: RelayLimits
    private let faults: StreamFaults
    private let decoder: RelayDecoder
    private var logger: Logger
    private var rules: RelayProtocol
    private var openedAt = NIODeadline.distantFuture
    private var setupDeadline: Scheduled<Void>?
    private var session: RelaySession?
    /// The session's name, while it waits for what is known of the call.
    private var waiting: RelaySessionSID?
    private var line: TwilioRelayLine?
    private var socket: CallSockets.Socket?

    init(
        entrance: StreamEntrance,
        slot: StreamSlots.Slot,
        manager: CallSessionManager,
        limits: RelayLimits,
        faults: StreamFaults,
        logger: Logger
    ) {
        self.entrance = entrance
        self.slot = slot
        self.manager = manager
        self.limits = limits
        self.faults = faults
        self.logger = logger
        self.logger[metadataKey: "call.sid"] = "\(entrance.pass.call)"
        self.decoder = RelayDecoder(
            maximumBytes: limits.webSocket.limits.maxMessageSize,
            maximumDepth: limits.depth,
            maximumValues: limits.values
        )
        self.rules = RelayProtocol(
            call: entrance.pass.call.rawValue,
            account: entrance.pass.account,
            limit: limits.offences,
            rate: limits.messagesPerSecond
        )
    }

    func webSocketDidOpen(_ webSocket: WebSocketConnection) {
        self.openedAt = webSocket.eventLoop.now
        self.setupDeadline = webSocket.eventLoop.assumeIsolated().scheduleTask(
            in: TimeAmount(self.limits.setupDeadline)
        ) { [weak self] in
            guard let self else { return }
            self.perform(self.rules.setupIsDue(), webSocket)
        }
        self.entrance.look(on: webSocket.eventLoop) { [weak self] isKnown in self?.looked(isKnown, webSocket) }
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) {
        let now = Duration.nanoseconds((webSocket.eventLoop.now - self.openedAt).nanoseconds)
        let admission = self.rules.counted(at: now)
        guard admission == .none else { return self.perform(admission, webSocket) }
        text.withUnsafeBytes { bytes in
            if self.waiting == nil { self.take(bytes, webSocket) } else { self.entrance.keep(bytes) }
        }
    }

    private func take(_ bytes: UnsafeRawBufferPointer, _ webSocket: WebSocketConnection) {
        do throws(TwilioError) {
            let message = try self.decoder.decode(bytes)
            let offences = self.rules.offences
            let action = self.rules.received(message)
            if self.rules.offences > offences { self.count(.beforeSetup) }
            if action == .deliver { self.deliver(message) } else { self.perform(action, webSocket) }
        } catch {
            let action = self.rules.offended(.malformedMessage)
            self.count(.malformedMessage)
            self.perform(action, webSocket)
        }
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) {
        self.perform(self.rules.receivedBinary(), webSocket)
    }

    func webSocketServerWillShutDown(_ webSocket: WebSocketConnection) {
        guard let session else { return webSocket.close(.goingAway) }
        // The session notes that the call goes on elsewhere and ends the line itself.
        self.line?.closeCode = .goingAway
        session.assumeIsolated { $0.stop(.drained, next: .resume) }
    }

    func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {
        self.setupDeadline?.cancel()
        self.slot.release()
        self.rules.ended()
        self.line?.closed()
        if let session {
            // There is no `stop`: whoever hangs up is told by an orderly close alone.
            let isOrderly = closure.initiator == .peer && (closure.code ?? .normalClosure) == .normalClosure
            session.assumeIsolated { isOrderly ? $0.sessionClosed() : $0.connectionClosed() }
        } else {
            self.entrance.abandon()
        }
        self.session = nil
        self.line = nil
        self.socket?.release()
        self.socket = nil
        if let fault = StreamFault(closure) {
            self.faults.closed(fault, of: .words, code: closure.code, offences: self.rules.offences, self.logger)
        } else if let error = closure.error {
            self.logger.debug("relay's socket ended", metadata: ["error": "\(error.code)"])
        }
    }
}

// MARK: - Doing

extension RelayHandler {
    private func perform(_ action: RelayProtocol.Action, _ webSocket: WebSocketConnection) {
        switch action {
        case .none, .deliver: break
        case .begin(let session): self.begin(session, webSocket)
        case .close(let refusal): self.refuse(refusal, webSocket)
        }
    }

    private func begin(_ session: RelaySessionSID, _ webSocket: WebSocketConnection) {
        self.setupDeadline?.cancel()
        self.slot.release()
        self.logger[metadataKey: "stream.sid"] = "\(session)"
        self.line = TwilioRelayLine(webSocket, closeWait: self.limits.closeWait)
        self.waiting = session
        self.startSession(webSocket)
    }

    /// Begins the session as soon as it is known whose it is.
    private func startSession(_ webSocket: WebSocketConnection) {
        guard let grant = self.entrance.grant, let line, let session = self.waiting else { return }
        self.waiting = nil
        self.socket = self.manager.sockets.keep(webSocket.channel)
        self.session = self.manager.openRelay(
            grant,
            session: session.description,
            line: NIOLoopBound(line, eventLoop: webSocket.eventLoop)
        )
    }

    /// All that can be is known of the call. What has come meanwhile is taken in its order.
    private func looked(_ isKnown: Bool, _ webSocket: WebSocketConnection) {
        guard isKnown else {
            self.faults.closed(.callUnknown, of: .words, code: .tryAgainLater, self.logger)
            self.entrance.abandon()
            return webSocket.close(.tryAgainLater, reason: StreamFault.callUnknown.reason)
        }
        guard self.waiting != nil else { return }
        self.startSession(webSocket)
        while let message = self.entrance.next() { message.withUnsafeBytes { self.take($0, webSocket) } }
    }

    private func deliver(_ message: RelayMessage) {
        guard let session else { return }
        session.assumeIsolated { session in
            switch message {
            case .prompt(let prompt): session.prompted(prompt.text, isLast: prompt.isLast)
            case .interrupt(let interrupt):
                session.interrupted(
                    after: interrupt.heard,
                    played: interrupt.milliseconds.map { .milliseconds(min($0, 3_600_000)) }
                )
            case .dtmf(let digit): session.pressed(digit)
            case .info(let info): Self.inform(session, info)
            case .setup, .error, .unknown: break
            }
        }
        if case .error(let description) = message { self.note(error: description) }
    }

    private static func inform(_ session: isolated RelaySession, _ info: RelayMessage.Info) {
        switch (info.name, info.value) {
        case (RelayMessage.Info.agentSpeaking, "on"): session.agentSpeaks(true)
        case (RelayMessage.Info.agentSpeaking, "off"): session.agentSpeaks(false)
        case (RelayMessage.Info.clientSpeaking, "on"): session.callerSpeaks(true)
        case (RelayMessage.Info.clientSpeaking, "off"): session.callerSpeaks(false)
        case (RelayMessage.Info.tokensPlayed, let words): session.played(words)
        default: break
        }
    }

    /// Twilio could not do something. Its description may repeat what we said, so only how much it says is logged.
    private func note(error description: String) {
        self.faults.metrics.relayErrors.increment()
        let code = description.split(whereSeparator: { !$0.isNumber }).first { $0.count == 5 && $0.hasPrefix("64") }
        self.logger.warning(
            "twilio reports an error of the relay",
            metadata: [
                "twilio.error": "\(code ?? "unknown")",
                "call.pii.error": "\(SafeText.logLine(description, limit: 200))",
            ]
        )
    }

    private func count(_ offence: RelayProtocol.Offence) {
        self.faults.skipped(offence.fault, isFirst: self.rules.offences == 1, of: .words, self.logger)
    }

    private func refuse(_ refusal: RelayProtocol.Refusal, _ webSocket: WebSocketConnection) {
        self.faults.closed(
            refusal.fault,
            of: .words,
            code: refusal.closeCode,
            offences: self.rules.offences,
            self.logger
        )
        webSocket.close(refusal.closeCode, reason: refusal.rawValue)
        self.session?.assumeIsolated { $0.protocolBroken() }
    }
}

extension RelayProtocol.Refusal {
    /// RFC 6455 section 7.4.1: 1003 for data of a kind that is not taken, 1008 for a broken rule.
    fileprivate var closeCode: WebSocketCloseCode {
        self == .binaryMessage ? .unacceptableData : .policyViolation
    }
}
