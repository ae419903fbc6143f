// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// Calls that go on and end.
extension CallSessionManager {
    /// The live session of a call.
    public func session(of call: CallID) -> CallSession? {
        self.live(call) as? CallSession
    }

    /// The call's open stream, whatever it is for.
    public func live(_ call: CallID) -> (any LiveCall)? {
        self.state.withLock { $0.live[call] }
    }

    /// What was decided to come after the call's last stream, if that was decided here and not long ago. The store knows
    /// it too, but only once it is written.
    public func decision(for call: CallID) -> NextStep? {
        self.state.withLock { $0.decisions.next(of: call) }
    }

    /// Remembers what comes next for a call whose stream is not here, so that it is known before the store has it.
    public func decided(_ next: NextStep, for call: CallID) {
        self.state.withLock { $0.decisions.remember(next, of: call) }
    }

    /// Notes how a conversation ended that had no stream to its end: in the journal, the metrics and one line of the log.
    ///
    /// - Parameters:
    ///   - termination: how it ended.
    ///   - info: the call.
    ///   - turns: the caller's turns so far, where the conversation was one of questions.
    public func conversationEnded(_ termination: CallTermination, of info: CallInfo, turns: Int? = nil) {
        self.metrics.calls.ended(info.direction, termination).increment()
        let lasted = max(0, self.journal.now.timeIntervalSince(info.receivedAt))
        self.metrics.calls.duration(info.direction).recordNanoseconds(Duration.seconds(lasted).milliseconds * 1_000_000)
        self.journal.enqueue(self.journal.event(.streamEnded(termination), in: info.id))
        var facts = termination.facts
        facts["call.sid"] = "\(info.id)"
        facts["call.direction"] = "\(info.direction.rawValue)"
        facts["call.duration_ms"] = .stringConvertible(Duration.seconds(lasted).milliseconds)
        facts["stream.purpose"] = "none"
        facts["turn.count"] = turns.map { .stringConvertible($0) }
        self.logger.info("call ended", metadata: facts)
    }

    /// Counts what was said in a conversation that has no stream; those that have one count for themselves.
    public func said(_ text: String, by speaker: Speaker) {
        self.metrics.said(text.wordCount, by: speaker)
    }

    /// The carrier says that the call is over. It is the media that keeps a session, but a token that nobody can use any
    /// more is given back.
    public func carrierEnded(_ call: CallID) {
        self.state.withLock { state in
            state.pending[call] = nil
            state.decisions.forget(call)
        }
    }

    func decided(_ next: NextStep, by session: any LiveCall) {
        self.state.withLock { state in
            // A session that was replaced decides nothing any more.
            guard state.live[session.info.id] === session else { return }
            state.decisions.remember(next, of: session.info.id)
            state.live[session.info.id] = nil
            state.closing[ObjectIdentifier(session)] = session
            self.reportActive(session.info.direction, state)
        }
    }

    func ended(_ session: any LiveCall, _ termination: CallTermination, next: NextStep? = nil) {
        let ended = self.state.withLock { state in
            state.closing[ObjectIdentifier(session)] = nil
            if state.live[session.info.id] === session { state.live[session.info.id] = nil }
            self.reportActive(session.info.direction, state)
            return state.takeEnded(after: session, termination, next)
        }
        self.trace(ended)
    }

    /// Under the lock, so that the last figure reported is the last one that was true.
    func reportActive(_ direction: CallDirection, _ state: State) {
        self.metrics.calls.active(direction).record(state.live.values.count { $0.info.direction == direction })
    }
}
