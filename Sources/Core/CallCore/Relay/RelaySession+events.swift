// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import SafeText

// What the carrier tells.
extension RelaySession {
    /// Begins: greets. `resumed` tells whether an earlier stream of the call had ended.
    public func start(resumed: Bool) {
        guard !self.hasStarted else { return }
        self.hasStarted = true
        self.conversation.startedAt = self.eventLoop.now
        self.conversation.isResumed = resumed
        self.conversation.beginTrace(of: self.info, stream: self.stream, for: self.purpose, resumed: resumed)
        self.recorder.record(
            .streamStarted(
                stream: self.stream,
                resumed: resumed,
                recogniser: self.configuration.engine,
                synthesiser: self.configuration.engine
            )
        )
        self.take(.streamStarted(resumed: self.conversation.goesOn(resumed: resumed)))
    }

    /// The caller said something. One that is not the last (`isLast`) only shows that the caller speaks; the words count
    /// when they are final. The carrier gives no confidence and sends no words that it does not believe: 1.
    public func prompted(_ text: String, isLast: Bool) {
        guard self.ending == nil, self.hasStarted else { return }
        let text = SafeText.clean(text).cut(to: self.configuration.longestPrompt)
        guard isLast else {
            if !text.isEmpty { self.callerSpeaks() }
            return
        }
        self.knowsSpeechEnd = self.speaking.knowsEnd
        let times = self.speaking.recognised(text, at: self.now)
        let utterance = Utterance(text: text, start: times.lowerBound, end: times.upperBound, confidence: 1)
        self.record(utterance)
        self.take(.utterance(utterance, endsTurn: true))
    }

    /// The caller cut in and the carrier fell silent: which of our words were heard, and how long that took.
    public func interrupted(after heard: String, played: Duration?) {
        guard self.ending == nil, self.hasStarted else { return }
        self.speaking.started(at: self.now)
        self.talker.interrupted(after: heard, played: played)
        self.take(.callerSpeechStarted)
        // By our rules the caller may not cut in here; but the voice is silent, so the speech is over.
        guard let (speech, heard) = self.fallSilent() else { return }
        self.noteInterruption()
        self.note(speech, heard)
        self.take(.speechFinished(number: speech.number))
    }

    /// The caller pressed a key: one of `0-9*#A-D`.
    public func pressed(_ digit: String) {
        guard self.ending == nil, self.hasStarted else { return }
        self.recorder.record(.digit(digit, at: self.position))
        self.take(.digit(digit))
    }

    /// The carrier's voice begins (`true`) or ends at the caller's ear.
    public func agentSpeaks(_ speaks: Bool) {
        if !speaks {
            self.talker.voiceStopped(at: self.now)
        } else if self.talker.voiceStarted(at: self.now), let speech = self.talker.speech {
            self.noteStart()
            self.noteHeard(speech)
        }
        self.awaitSpeechEnd()
    }

    /// The carrier has played these words of ours, after those it told of before.
    public func played(_ words: String) {
        self.talker.played(words, at: self.now)
        self.awaitSpeechEnd()
    }

    /// The caller begins or ceases to speak. What is a barge-in the carrier decides: see ``interrupted(after:played:)``.
    public func callerSpeaks(_ speaks: Bool) {
        guard self.ending == nil, self.hasStarted else { return }
        if speaks { return self.callerSpeaks() }
        self.speaking.stopped(at: self.now)
        if self.state == .listening { self.take(.turnEnded) }
    }

    /// The carrier closed the session: the caller hung up, or the call was moved. Should it still be there, the carrier
    /// asks what comes next.
    public func sessionClosed() {
        self.stop(.callerHungUp, next: .resume)
    }

    /// The socket is gone. The call may still be there: the carrier asks what comes next.
    public func connectionClosed() {
        self.stop(.connectionLost, next: .resume)
    }

    /// The carrier's side broke the protocol; its handler closes the socket.
    public func protocolBroken() {
        self.stop(.protocolError, next: .resume)
    }

    private func callerSpeaks() {
        self.speaking.started(at: self.now)
        if self.state == .listening { self.take(.callerSpeechStarted) }
    }

    private func record(_ utterance: Utterance) {
        guard !utterance.text.isEmpty else { return }
        // What the carrier takes for granted is no confidence that was measured.
        self.noteWords(utterance.text, confidence: nil)
        self.recorder.record(
            .spoken(
                SpokenLine(
                    speaker: .caller,
                    text: utterance.text,
                    start: utterance.start,
                    end: utterance.end,
                    source: self.configuration.engine
                )
            )
        )
    }
}
