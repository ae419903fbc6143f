// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import TelephonyAudio

extension RecognitionMachine {
    /// A result may reach this far beyond what was sent; beyond that its times are nonsense.
    private static let believable = 1.0
    /// A connection that has worked so long is a good one, also when nothing became final on it.
    private static let goodAge = Duration.seconds(5)

    /// A message of the open connection came.
    mutating func received(_ message: ListenMessage, now: Duration) {
        guard let connection = self.connection, !self.isOver else { return }
        self.connection?.lastMessageAt = now
        let message = message.shifted(by: Double(connection.fed) / Self.rate)
        switch message {
        case .results(let results):
            guard self.answer(until: results.end, from: results.start) else { return }
            if results.isFinal && !results.transcript.isEmpty { self.progressAt = now }
            self.report(self.assembler.take(message, now: now), now)
            if results.fromFinalize { self.finalizeAnswered() }
            self.proven(now)
        case .turn(let turn):
            guard self.answer(until: turn.end, from: turn.start) else { return }
            self.report(self.assembler.take(message, now: now), now)
            if turn.event == .endOfTurn { self.finalizeAnswered() }
            self.proven(now)
        case .error(let code, let description), .warning(let code, let description):
            self.emit(.note(.said(code: code, description: description)))
        default:
            self.report(self.assembler.take(message, now: now), now)
        }
    }

    /// Takes note of how far Deepgram has heard; `false` for times that cannot be.
    private mutating func answer(until end: Double, from start: Double) -> Bool {
        guard let connection = self.connection else { return false }
        let sent = Double(connection.sent - connection.start) / Self.rate
        guard end.isFinite, start.isFinite, start > -Self.believable, end <= sent + Self.believable else {
            self.emit(.note(.ignored("times")))
            return false
        }
        let position = connection.start + Int((max(0, end) * Self.rate).rounded())
        let from = connection.start + Int((max(0, start) * Self.rate).rounded())
        self.connection?.newest = from..<max(from, position)
        self.connection?.answered = max(connection.answered, min(position, connection.sent))
        return true
    }

    /// A result came: Deepgram is there.
    private mutating func proven(_ now: Duration) {
        guard let connection = self.connection else { return }
        self.connection?.isProven = true
        self.goodAt = now
        if connection.answered >= self.end { self.owedSince = nil }
        if connection.hasAdvanced || now - connection.openedAt >= Self.goodAge { self.failures = 0 }
        guard let down = self.downSince else { return }
        self.downSince = nil
        if self.isSuspended {
            self.isSuspended = false
            self.emit(.deliver(.resumed(at: self.callTime)))
        }
        if self.lastError != nil { self.emit(.note(.recovered(after: now - down))) }
        self.lastError = nil
    }

    private mutating func finalizeAnswered() {
        // It may be the answer to one before.
        guard let connection = self.connection, let finalize = connection.finalize,
            connection.answered + Self.frame > finalize.target
        else { return }
        self.connection?.finalize = nil
        self.connection?.ignored = nil
        // Something before it is missing.
        guard !self.hasHole else { return }
        guard self.phase == .finishing, finalize.target == self.end, self.policy.reusesConnections else { return }
        self.complete()
    }

    /// Tells the call what the assembler made of a message, and lets go of the audio that is final.
    mutating func report(_ events: [TranscriptEvent], _ now: Duration, endsTurn: Bool = true) {
        for event in events { self.report(event, now, endsTurn: endsTurn) }
        guard !self.isOver else { return }
        if !self.assembler.isHolding { self.heldFrom = self.finalEnd }
        let keep = self.keepFrom
        guard keep > self.start else { return }
        self.connection?.hasAdvanced = true
        self.discard(before: min(keep, self.connection?.sent ?? keep))
    }

    private mutating func report(_ event: TranscriptEvent, _ now: Duration, endsTurn: Bool) {
        switch event {
        case .speechStarted(let time):
            guard let place = self.scribe.speechStarted(at: time, by: self.clock) else { return }
            self.emit(.deliver(.speechStarted(at: place)))
        case .interim(let transcript):
            if self.scribe.isNew(transcript) { self.progressAt = now }
            let utterance = self.scribe.utterance(transcript, by: self.clock)
            self.announce(utterance.start)
            self.emit(.deliver(.interim(utterance)))
        case .utterance(let transcript, let ending):
            self.progressAt = now
            self.heldFrom = max(self.heldFrom, self.position(transcript.end))
            let utterance = self.scribe.finalUtterance(transcript, by: self.clock)
            self.announce(utterance.start)
            let isEnd = endsTurn && ending != .tooLong
            if isEnd { self.scribe.turnEnded() }
            self.emit(.deliver(.utterance(utterance, endsTurn: isEnd)))
        }
    }

    /// Words may come without the beginning of speech having been told.
    private mutating func announce(_ start: Duration) {
        guard self.scribe.beginsTurn(at: start) else { return }
        self.emit(.deliver(.speechStarted(at: start)))
    }
}
