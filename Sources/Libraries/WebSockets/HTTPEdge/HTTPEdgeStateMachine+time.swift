// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The deadlines of a connection, and what follows when one passes.
extension HTTPEdgeStateMachine {
    /// When ``timerFired(now:isWaitingForPeer:)`` is to be called next.
    var nextDeadline: NIODeadline? {
        [self.inputDeadline, self.blockedSince.map { $0 + TimeAmount(self.configuration.writeTimeout) }]
            .compactMap(\.self).min()
    }

    private var inputDeadline: NIODeadline? {
        if case .lingering(let since) = self.ending {
            return since + TimeAmount(self.configuration.lingerTimeout)
        }
        switch self.input {
        case .idle:
            return self.pendingAnswers > 0 ? nil : self.idleSince + TimeAmount(self.configuration.idleTimeout)
        case .head(let since):
            return since + TimeAmount(self.configuration.headTimeout)
        case .body(let since, let received, _, _):
            let absolute = since + TimeAmount(self.configuration.bodyTimeout)
            return min(absolute, self.rateDeadline(since: since, received: received))
        case .upgrading(let since):
            return since + TimeAmount(self.configuration.upgradeTimeout)
        case .finished:
            return nil
        }
    }

    /// The moment at which a body that gets nothing more falls below the least rate.
    private func rateDeadline(since: NIODeadline, received: Int) -> NIODeadline {
        guard self.configuration.minimumBodyRate > 0 else { return .distantFuture }
        let earned = TimeAmount.milliseconds(
            Int64(received) * 1_000 / Int64(self.configuration.minimumBodyRate)
        )
        return since + max(TimeAmount(self.configuration.bodyRateGrace), earned)
    }

    /// Something is due. A head or body we do not read ourselves, because its route is busy, is not the peer's fault.
    mutating func timerFired(now: NIODeadline, isWaitingForPeer: Bool) -> Action {
        if let since = self.blockedSince, since + TimeAmount(self.configuration.writeTimeout) <= now {
            self.input = .finished
            self.blockedSince = nil
            return .close(.writeTimeout)
        }
        guard let deadline = self.inputDeadline, deadline <= now else { return .none }
        if case .lingering = self.ending { return .close(nil) }
        switch self.input {
        case .idle:
            self.input = .finished
            return .close(.idle)
        case .head:
            guard isWaitingForPeer else {
                self.input = .head(since: now)
                return .none
            }
            return self.refuse(.headTimeout, 408, now: now)
        case .body(let since, _, let isDiscarded, let discarded):
            guard isWaitingForPeer else {
                self.input = .body(since: now, received: 0, isDiscarded: isDiscarded, discarded: discarded)
                return .none
            }
            let isLate = since + TimeAmount(self.configuration.bodyTimeout) <= now
            return self.refuse(isLate ? .bodyTimeout : .bodyTooSlow, 408, now: now)
        case .upgrading:
            self.input = .finished
            return .refuse(.failedUpgrade, status: 503)
        case .finished:
            return .none
        }
    }
}
