// SPDX-License-Identifier: Apache-2.0

import Deepgram
import TelephonyAudio

extension RecognitionMachine {
    /// What is to be sent now, if anything. Whoever sent it says so with ``sent(_:now:)``; whoever could not, with
    /// ``refused(now:)``.
    mutating func nextStep(now: Duration) -> SendStep? {
        guard let connection = self.connection, connection.closedAt == nil, !self.isOver else { return nil }
        if let seam = self.seams.first(where: { $0 > connection.finalizedSeam && $0 >= connection.sent }),
            seam == connection.sent
        {
            // Nothing to finalize where the connection begins.
            if seam > connection.start { return .command(.finalize()) }
            self.connection?.finalizedSeam = seam
        }
        if connection.wantsFinalize { return .command(self.isFlux ? .forceEndTurn : .finalize()) }
        let count = self.sendable(connection, now)
        if count > 0 { return .audio(connection.sent..<(connection.sent + count)) }
        guard connection.sent == self.end else { return nil }
        self.isFlushing = false
        return self.phase == .finishing ? self.lastCommand(connection) : nil
    }

    /// The step was taken by the connection.
    mutating func sent(_ step: SendStep, now: Duration) {
        guard let connection = self.connection else { return }
        self.connection?.refusedSince = nil
        switch step {
        case .audio(let range):
            guard range.lowerBound == connection.sent else { return }
            self.connection?.sent = range.upperBound
            if connection.firstSentAt == nil { self.connection?.firstSentAt = now }
            let time = Duration.telephony(bytes: range.count) / self.policy.replayPace
            self.connection?.paidUntil = max(connection.paidUntil, now) + time
        case .command(.finalize), .command(.forceEndTurn):
            self.finalizeSent(connection, now)
        case .command(.closeStream):
            self.connection?.closedAt = now
        case .command:
            break
        }
    }

    /// The connection did not take it: it is tried again with the next tick.
    mutating func refused(now: Duration) {
        if self.connection?.refusedSince == nil { self.connection?.refusedSince = now }
    }

    /// Bytes that may go out now: in whole frames while audio comes, within the pace, not across a seam.
    private func sendable(_ connection: RecognitionConnection, _ now: Duration) -> Int {
        let seam = self.seams.first { $0 > connection.sent }
        let until = min(self.end, seam ?? Int.max)
        let waiting = until - connection.sent
        let isLast = self.isFlushing || self.phase == .finishing || until < self.end
        guard waiting > 0, isLast || waiting >= self.batch else { return 0 }
        var count = min(waiting, self.policy.longestMessage.telephonyBytes)
        if self.phase != .finishing {
            let burst = max(self.policy.replayBurst, .telephony(bytes: self.batch))
            let room = (now + burst - max(connection.paidUntil, now)) * self.policy.replayPace
            count = min(count, room.telephonyBytes)
            // Small pieces would follow each other as fast as the pace allows.
            guard count >= min(waiting, self.batch) else { return 0 }
        }
        return count == waiting && isLast ? count : count - count % Self.frame
    }

    private mutating func finalizeSent(_ connection: RecognitionConnection, _ now: Duration) {
        self.assembler.finalizing()
        self.connection?.wantsFinalize = false
        self.connection?.lastFinalizeAt = now
        if self.seams.contains(connection.sent) { self.connection?.finalizedSeam = connection.sent }
        let deadline = now + self.policy.finalizeAnswer + self.processing(connection)
        self.connection?.finalize = RecognitionConnection.Finalize(
            target: connection.sent,
            sentAt: now,
            deadline: deadline
        )
    }

    /// How long Deepgram needs for what it was sent and has not answered.
    func processing(_ connection: RecognitionConnection) -> Duration {
        .telephony(bytes: connection.unanswered) / self.policy.replayPace
    }

    private func lastCommand(_ connection: RecognitionConnection) -> SendStep? {
        if self.policy.reusesConnections, !self.isFlux, !connection.cannotBeGivenBack {
            return connection.finalize?.target == self.end ? nil : .command(.finalize())
        }
        return .command(.closeStream)
    }
}
