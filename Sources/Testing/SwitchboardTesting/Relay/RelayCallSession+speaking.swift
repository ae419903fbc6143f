// SPDX-License-Identifier: Apache-2.0

import TelephonyAudio
import Twilio
import WebSockets

// What the server wants, and what the caller hears of it.
extension RelayCallSession {
    func obey(_ command: RelayCommand, _ webSocket: WebSocketConnection) {
        guard !self.hasEnded else { return }
        switch command {
        case .text(let text):
            let interruptible = text.isInterruptible.map { $0 ? self.plan.settings.interruptible : [] }
            self.say(text, interruptible: interruptible ?? self.plan.settings.interruptible)
        case .play(let play):
            // A sound of about a second; what is in it nobody knows.
            let text = RelayCommand.Text(token: "[\(play.source.prefix(13))]", isPreemptible: play.isPreemptible)
            self.say(text, interruptible: play.isInterruptible == false ? [] : self.plan.settings.interruptible)
        case .sendDigits(let digits): self.outcome.report.digits.append(digits)
        case .language(let speech, let transcription):
            self.outcome.report.languages += [speech, transcription].compactMap(\.self)
        case .end(let handoff):
            self.hasEnded = true
            self.outcome.report.status = "ended"
            self.outcome.report.handoffData = handoff
            webSocket.close()
        }
    }

    func say(_ text: RelayCommand.Text, interruptible: RelaySettings.Inputs) {
        if self.voice.isPreempted { self.cutVoice() }
        let sound = self.voice.take(
            text.token,
            isLast: text.isLast,
            interruptible: interruptible,
            isPreemptible: text.isPreemptible ?? self.plan.settings.isPreemptible
        )
        guard let sound else {
            for progress in self.voice.takeFinished() { self.note(progress) }
            return
        }
        _ = self.line.enqueue([UInt8](repeating: MuLaw.silence, count: sound.silence))
        for (samples, mark) in self.voice.pieces(of: sound) {
            _ = self.line.enqueue(Self.tone(samples))
            // Behind audio a mark never comes back at once.
            _ = self.line.mark(mark)
        }
    }

    func reached(_ mark: String) {
        for progress in self.voice.reached(mark) { self.note(progress) }
    }

    private func note(_ progress: RelayVoice.Progress) {
        switch progress {
        case .started:
            self.voiceBegan = self.line.time
            if let since = self.unansweredSince {
                self.unansweredSince = nil
                self.outcome.report.answerSeconds.append((self.line.time - since).inSeconds)
            }
            self.tellSpeaker(RelayMessage.Info.agentSpeaking, "on")
        case .played(let words):
            guard self.plan.settings.sendsTokensPlayed else { return }
            self.send(.info(.init(name: RelayMessage.Info.tokensPlayed, value: words)))
        case .finished(let text):
            self.voiceBegan = nil
            self.outcome.report.heard.append(.init(text: text, isCutOff: false))
            self.tellSpeaker(RelayMessage.Info.agentSpeaking, "off")
        }
    }

    /// The voice falls silent; returns what was heard of what it was saying.
    @discardableResult
    func cutVoice() -> String {
        guard self.voice.isBusy else { return "" }
        _ = self.line.clear()
        let heard = self.voice.cut()
        if self.voiceBegan != nil {
            self.voiceBegan = nil
            self.outcome.report.heard.append(.init(text: heard, isCutOff: true))
            self.tellSpeaker(RelayMessage.Info.agentSpeaking, "off")
        }
        return heard
    }

    func tellSpeaker(_ name: String, _ value: String) {
        guard self.plan.settings.sendsSpeakerEvents else { return }
        let time = Int64((self.plan.begin + self.line.time) / .milliseconds(1))
        self.send(.info(.init(name: name, value: value, timestampMilliseconds: time)))
    }

    /// A loud square wave: whoever listens hears that there is speech.
    private static func tone(_ samples: Int) -> [UInt8] {
        (0..<samples).map { $0 / 8 % 2 == 0 ? 0x20 : 0xA0 }
    }
}
