// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import TelephonyAudio

extension RecognitionMachine {
    /// No more audio will come. What was not heard is sent, and the last words are waited for.
    mutating func finish(now: Duration) {
        guard self.phase == .listening else { return }
        self.phase = .finishing
        self.isFlushing = true
        // Nothing that Deepgram could still say something about.
        if self.isAllFinal { self.complete() }
    }

    /// Nobody wants the words any more.
    mutating func cancel() {
        guard self.phase != .over else { return }
        self.forgetActions()
        self.phase = .over
        self.release()
    }

    /// Everything has been said.
    mutating func complete() {
        guard !self.isOver else { return }
        self.report(self.assembler.flush(guesses: true), self.lastHeardAt ?? .zero)
        self.tellLosses()
        self.phase = .over
        self.release()
        self.emit(.deliver(.finished))
    }

    /// The call gets another engine: what is final is told, what is not stays in the ring for it.
    mutating func fail(_ error: DeepgramError, now: Duration) {
        guard !self.isOver else { return }
        // Guesses, and pieces that wait for others: their audio is heard again.
        self.assembler.connected(at: Double(self.end) / Self.rate)
        self.noteLostWithConnection()
        self.report(self.assembler.flush(guesses: false), now, endsTurn: self.isAllFinal)
        self.tellLosses()
        self.phase = .failed
        self.release()
        self.emit(.note(.disconnected(error)))
        self.emit(.deliver(.failed(SpeechError(error))))
    }

    /// Gives back whatever connection there is.
    private mutating func release() {
        if case .dialling = self.line { self.emit(.cancelDial) }
        if let connection = self.connection, !connection.isEnded {
            // What nobody waits for may be used by others: nothing was sent, or all of it was answered.
            let isClean =
                connection.sent == connection.start
                || (self.policy.reusesConnections && self.isAllFinal && connection.finalize == nil)
            self.emit(isClean && connection.closedAt == nil ? .giveBack : .abandon)
        }
        self.connection = nil
        self.line = .none
    }
}
