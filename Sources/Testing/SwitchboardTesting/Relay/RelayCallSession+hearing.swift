// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Twilio
import WebSockets

// What the caller does, and what the server is told of it.
extension RelayCallSession {
    private static let foreignSID = String(repeating: "f", count: 32)

    /// The first messages, right or wrong.
    func sendOpening() {
        var setup = self.plan.setup
        switch self.plan.call.streamOpening {
        case .normal: self.send(.setup(setup))
        case .withoutStart: break
        case .silent, .silentAfterConnected: self.isSending = false
        case .mediaBeforeStart:
            self.send(.prompt(.init(text: "too early")))
            self.send(.setup(setup))
        case .startTwice:
            self.send(.setup(setup))
            self.send(.setup(setup))
        case .foreignAccount:
            setup.accountSID = "AC" + Self.foreignSID
            self.send(.setup(setup))
        case .foreignCall:
            setup.callSID = "CA" + Self.foreignSID
            self.send(.setup(setup))
        }
    }

    func send(_ message: RelayMessage) {
        guard self.isSending, let connection = self.connection else { return }
        if connection.sendText({ $0.writeBytes(message.encoded) }) == .sent { self.outcome.report.messagesSent += 1 }
    }

    func tell(_ prompt: RelayMessage.Prompt) {
        if prompt.isLast { self.outcome.report.said.append(prompt.text) }
        self.send(.prompt(prompt))
        if self.isDuplicating {
            self.isDuplicating = false
            self.send(.prompt(prompt))
        }
    }

    /// Does what the caller does besides making sounds.
    func perform(_ action: CallerAction, on connection: WebSocketConnection) {
        switch action {
        case .startedSpeaking(let text):
            self.unansweredSince = nil
            self.plan.report(.callerSpeaks(text))
            let isHeeded = self.heed(.speech)
            self.ear.started(text, isReported: isHeeded)
            if isHeeded { self.tellSpeaker(RelayMessage.Info.clientSpeaking, "on") }
        case .finishedSpeaking:
            self.unansweredSince = self.line.time
            self.ear.finished()
            self.tellSpeaker(RelayMessage.Info.clientSpeaking, "off")
        case .press(let digit):
            guard self.plan.settings.detectsKeys, self.heed(.dtmf) else { return }
            self.send(.dtmf(digit: String(digit)))
        case .failed(let step, let message):
            let failure = ScriptFailure(step: step, message: message, at: self.callTime)
            self.outcome.failures.append(failure)
            self.plan.report(.failure(failure))
        case .hangUp:
            self.end(.callerHungUp)
        case .fault(let fault):
            self.commit(fault, on: connection)
        }
    }

    /// Input while the agent speaks cuts in where that is allowed. Returns whether the server is told of it.
    private func heed(_ input: RelaySettings.Inputs) -> Bool {
        guard self.voice.isBusy else { return true }
        guard self.voice.interruptible.contains(input) else {
            return self.plan.settings.reportInputDuringAgentSpeech.contains(input)
        }
        let began = self.voiceBegan ?? self.line.time
        let time = Int64((self.line.time - began) / .milliseconds(1))
        let events = self.outcome.report.interruptions
        self.outcome.report.interruptions = events + 1
        let heard = self.cutVoice()
        self.send(.interrupt(.init(heard: heard, milliseconds: time)))
        return true
    }

    /// Breaks the session in the way the script asks for. What only audio can suffer does nothing here.
    private func commit(_ fault: LineFault, on connection: WebSocketConnection) {
        switch fault {
        case .malformedPayload: connection.sendText(#"{"type":"prompt","voicePrompt":"#)
        case .foreignStream: connection.sendText(#"{"type":"prompt","voicePrompt":7,"last":"perhaps"}"#)
        case .secondStart: self.send(.setup(self.plan.setup))
        case .foreignAccountStart:
            var setup = self.plan.setup
            setup.accountSID = "AC" + Self.foreignSID
            self.send(.setup(setup))
        case .duplicateFrame: self.isDuplicating = true
        case .gap, .swapFrames: break
        case .drop, .resetInMidMessage:
            self.ownEnd = .streamOver
            self.fail(64_105, "the connection broke")
            connection.commit(fault)
        case .stopWithoutClosing, .fallSilent: self.isSending = false
        case .text, .binary, .rawBytes, .largeText, .nestedJSON, .stopReading, .resumeReading:
            connection.commit(fault)
        }
    }
}
