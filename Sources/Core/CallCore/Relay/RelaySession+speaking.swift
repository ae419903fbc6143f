// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore

extension RelaySession {
    /// The session's clock; there is no audio to count.
    var position: Duration { self.now }

    var voiceName: String { self.configuration.engine }

    var endFacts: Logger.Metadata {
        [
            "engine.recogniser": "\(self.configuration.engine)",
            "engine.synthesiser": "\(self.configuration.engine)",
        ]
    }

    func say(_ speech: Speech) {
        let text = self.talker.say(speech, at: self.now)
        let policy = self.conversation.dialogue.policy
        var mayInterrupt = policy.bargeIn && speech.reply.isInterruptible
        // Last words are not cut off: nobody would hear what the caller says then.
        if case .closing = self.state { mayInterrupt = false }
        guard self.line.value.say(text, isInterruptible: mayInterrupt) else {
            self.conversation.metrics.calls.speechDropped.increment()
            self.conversation.tally.speechFailed()
            _ = self.fallSilent()
            return self.stop(.lineStuck, next: .resume)
        }
        self.awaitSpeechEnd()
    }

    /// Nothing can be taken back; what is said next cuts off what is still being said.
    func fallSilent() -> (speech: Speech, heard: HeardSpeech)? {
        self.speechEnd?.cancel()
        self.speechEnd = nil
        return self.talker.stop(at: self.now)
    }

    /// Looks again when the speech must have been heard.
    func awaitSpeechEnd() {
        self.speechEnd?.cancel()
        self.speechEnd = nil
        guard let deadline = self.talker.deadline else { return }
        self.speechEnd = self.eventLoop.scheduleTask(in: TimeAmount(max(deadline - self.now, .zero))) { [weak self] in
            self?.assumeIsolated { $0.speechIsDue() }
        }
    }

    private func speechIsDue() {
        self.speechEnd = nil
        guard let (speech, heard) = self.talker.finished(at: self.now) else { return self.awaitSpeechEnd() }
        self.note(speech, heard)
        self.take(.speechFinished(number: speech.number))
    }

    func closeLine(next: NextStep) {
        self.line.value.end(next: next, because: self.ending?.termination ?? .internalError)
    }

    /// The carrier's ears are no concern of ours.
    func finishListening() -> Bool { false }

    func release() {
        self.speechEnd?.cancel()
        self.speechEnd = nil
    }
}
