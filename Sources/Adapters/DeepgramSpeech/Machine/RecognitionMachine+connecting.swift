// SPDX-License-Identifier: Apache-2.0

import Deepgram
import Resilience
import TelephonyAudio

extension RecognitionMachine {
    /// The session is open: get a connection.
    mutating func begin(now: Duration) {
        self.downSince = now
        self.dial(now)
    }

    mutating func dial(_ now: Duration) {
        self.line = .dialling(since: now)
        self.emit(.dial)
    }

    /// The connection stands. It had been fed `fed` samples before.
    mutating func opened(fed: Int, now: Duration) {
        guard case .dialling = self.line else { return }
        self.line = .open
        self.wasConnected = true
        self.tellLosses()
        self.connection = RecognitionConnection(fed: max(0, fed), start: self.start, now: now)
        // What it was fed before is taken from its times, so that it begins with our audio.
        self.assembler.connected(at: Double(self.start) / Self.rate)
        self.emit(.note(.connected(waiting: .telephony(bytes: self.end - self.start))))
    }

    /// There is no connection to be had now.
    mutating func dialFailed(_ error: DeepgramError, now: Duration) {
        guard case .dialling = self.line else { return }
        // A new call does not wait for what is known to be closed: it begins with the other engine at once.
        let isHopeless = !self.wasConnected && (error.code == .circuitOpen || error.code == .overloaded)
        guard !error.isFinal, !isHopeless else { return self.fail(error, now: now) }
        self.retry(after: error, now: now)
    }

    /// The connection is over. `nil`: properly, after `CloseStream`.
    mutating func ended(_ error: DeepgramError?, now: Duration) {
        guard let connection = self.connection else { return }
        self.connection?.isEnded = true
        if error == nil, connection.closedAt != nil, !self.endedShort(connection) { return self.complete() }
        let error = error ?? DeepgramError(.unavailable, "Deepgram closed the connection unasked.")
        if error.isFinal { return self.fail(error, now: now) }
        self.dropped(error, now: now)
    }

    /// Gives up a connection that does not do what it should.
    mutating func giveUp(_ code: DeepgramError.Code, _ message: String, now: Duration) {
        self.emit(.abandon)
        self.dropped(DeepgramError(code, message), now: now)
    }

    private mutating func dropped(_ error: DeepgramError, now: Duration) {
        guard let connection = self.connection else { return }
        if self.downSince == nil {
            // Silence that was waited out belongs to the outage.
            self.downSince = error.code == .timedOut ? max(connection.lastMessageAt, self.flowSince ?? now) : now
        }
        self.connection = nil
        self.line = .none
        // Guesses, and pieces that wait for others, will be heard again.
        self.assembler.connected(at: Double(self.start) / Self.rate)
        self.noteLostWithConnection()
        // What is final and all that was heard: nothing is left that another connection could say.
        if self.phase == .finishing, self.isAllFinal { return self.complete() }
        self.retry(after: error, now: now)
    }

    private mutating func retry(after error: DeepgramError, now: Duration) {
        self.lastError = error
        self.failures += 1
        var wait = max(
            self.policy.backoff.delay(afterFailure: self.failures, using: &self.random),
            error.retryAfter ?? .zero
        )
        if error.code == .tooManyConnections {
            wait = max(wait, self.policy.crowdedWait * Double.random(in: 1...2, using: &self.random))
        }
        self.line = .waiting(until: now + wait)
        self.emit(.note(.disconnected(error)))
        self.watchOutage(now)
    }
}
