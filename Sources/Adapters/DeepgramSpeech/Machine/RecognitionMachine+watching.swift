// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import TelephonyAudio

extension RecognitionMachine {
    /// Audio that must have been sent before an answer can be expected: results come about every second.
    static let answerable = Duration.milliseconds(2500).telephonyBytes
    /// `Finalize` because too much is not final is sent at most so often.
    static let finalizePause = Duration.seconds(5)
    /// Audio that waits for more of its batch this long goes out as it is.
    static let batchPatience = Duration.milliseconds(60)

    /// When ``tick(now:)`` is to be called next; `nil` when nothing will happen by itself any more.
    func nextTick(now: Duration) -> Duration? {
        guard !self.isOver else { return nil }
        var wait = self.policy.tick
        if case .waiting(let until) = self.line { wait = min(wait, until - now) }
        if let deadline = self.assembler.deadline { wait = min(wait, deadline - now) }
        if let connection = self.connection, self.end - connection.sent >= self.batch {
            wait = min(wait, .milliseconds(60))
        }
        return max(wait, .milliseconds(1))
    }

    /// Time has passed.
    mutating func tick(now: Duration) {
        guard !self.isOver else { return }
        if let deadline = self.assembler.deadline, deadline <= now { self.missed(now) }
        switch self.line {
        case .waiting(let until) where until <= now: self.dial(now)
        case .dialling(let since) where now - since >= self.policy.dialTimeout:
            self.emit(.cancelDial)
            self.dialFailed(DeepgramError(.timedOut, "No connection to Deepgram came about in time."), now: now)
        case .open: self.watchConnection(now)
        default: break
        }
        self.watchOutage(now)
    }

    private mutating func watchConnection(_ now: Duration) {
        guard let connection = self.connection else { return }
        if self.end > connection.sent, now - (self.lastHeardAt ?? now) >= Self.batchPatience { self.isFlushing = true }
        if let refused = connection.refusedSince, now - refused >= self.policy.sendStall {
            return self.giveUp(.timedOut, "The connection took no audio in time.", now: now)
        }
        guard !self.isMute(connection, now) else { return }
        if let closed = connection.closedAt {
            let wait = self.policy.closeAnswer + self.processing(connection)
            if now - max(closed, connection.lastMessageAt) >= wait {
                self.giveUp(.timedOut, "Deepgram did not end the connection after CloseStream.", now: now)
            }
            return
        }
        self.watchFinalize(connection, now)
        self.watchUtterance(connection, now)
        if self.isFlux { self.feedSilence(now) }
    }

    /// Deepgram answers nothing though it was sent enough: the connection is given up.
    private mutating func isMute(_ connection: RecognitionConnection, _ now: Duration) -> Bool {
        guard connection.unanswered >= Self.answerable, let first = connection.firstSentAt else { return false }
        if !connection.isProven {
            guard now - first >= self.policy.firstResult else { return false }
            self.giveUp(.timedOut, "Deepgram did not answer the first audio in time.", now: now)
            return true
        }
        let last = max(connection.lastMessageAt, self.flowSince ?? now)
        guard now - last >= self.policy.serverSilence else { return false }
        self.giveUp(.timedOut, "Deepgram fell silent while audio was sent.", now: now)
        return true
    }

    private mutating func watchFinalize(_ connection: RecognitionConnection, _ now: Duration) {
        guard let finalize = connection.finalize else {
            self.finalizeWhatGrows(connection, now)
            return
        }
        guard now >= finalize.deadline, !self.hasHole else { return }
        self.connection?.ignored = finalize
        if self.phase == .finishing { self.connection?.cannotBeGivenBack = true }
        if self.phase == .listening, self.mayDoubt, self.hasLost(finalize, connection) {
            self.report(self.assembler.flush(guesses: false), now)
            return self.doubt("Deepgram did not answer Finalize.", now)
        }
        // Somebody has gone on speaking: the utterance is not over.
        guard self.progressAt.map({ $0 <= finalize.sentAt }) ?? true else {
            self.connection?.finalize = nil
            return
        }
        // What is final stays so; a guess is believed only when Deepgram has gone past it without another word of it.
        let isPassed = connection.answered > finalize.target
        if !finalize.isForced || isPassed { self.report(self.assembler.flush(guesses: isPassed), now) }
        self.connection?.finalize?.isForced = true
        if isPassed || !self.assembler.isHolding { self.connection?.finalize = nil }
    }

    /// The ring must not overflow merely because nobody paused.
    private mutating func finalizeWhatGrows(_ connection: RecognitionConnection, _ now: Duration) {
        let grown = connection.sent - self.finalEnd
        let isNew = connection.lastFinalizeAt.map { now - $0 >= Self.finalizePause } ?? true
        guard connection.isProven, isNew, grown > self.limit / 2 else { return }
        // A pause is waited for as long as there is room: no word is cut then.
        if self.isBetweenWords(connection) || grown > self.limit * 7 / 8 { self.connection?.wantsFinalize = true }
    }

    /// Nobody speaks where the connection is: `Finalize` cuts no word in two.
    private func isBetweenWords(_ connection: RecognitionConnection) -> Bool {
        !self.isVoiced && self.end - connection.sent < self.batch
    }

    private mutating func watchUtterance(_ connection: RecognitionConnection, _ now: Duration) {
        guard self.assembler.isHolding, connection.finalize == nil, !connection.wantsFinalize,
            let progress = self.progressAt, now - max(progress, connection.openedAt) >= self.policy.holdLimit,
            self.isBetweenWords(connection)
        else { return }
        self.connection?.wantsFinalize = true
    }

    /// Flux counts time by audio: without any a turn would never end.
    private mutating func feedSilence(_ now: Duration) {
        guard let heard = self.lastHeardAt, now - heard >= self.policy.silenceAfter, self.phase == .listening else {
            return
        }
        guard self.assembler.isHolding || now - heard < self.policy.silenceLimit else { return }
        let due = max(now - heard - self.policy.silenceAfter, .zero).telephonyBytes + Self.frame
        let fed = self.clock.endsWithFiller ? self.end - self.fillerFrom : 0
        guard due > fed else { return }
        if fed == 0 { self.fillerFrom = self.end }
        self.clock.fill(from: self.end)
        self.append(silence: min(due - fed, self.policy.longestMessage.telephonyBytes))
        self.isFlushing = true
    }

    /// Tells of an outage, and ends it when the call's patience is spent.
    mutating func watchOutage(_ now: Duration) {
        guard !self.isOver, let down = self.downSince, let owed = self.owedSince else { return }
        // A connection that stands is believed in until it owes an answer.
        let isAway = self.connection.map { $0.unanswered >= Self.answerable } ?? true
        if !self.isSuspended, isAway, now - max(down, owed) >= self.policy.suspendAfter {
            self.isSuspended = true
            self.emit(.deliver(.suspended(at: self.callTime)))
        }
        let good = max(self.goodAt ?? owed, owed)
        guard now - good >= self.policy.outageBudget else { return }
        self.fail(
            self.lastError ?? DeepgramError(.timedOut, "Deepgram did not answer in time."),
            now: now
        )
    }
}
