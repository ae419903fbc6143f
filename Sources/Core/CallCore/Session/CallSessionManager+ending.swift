// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import NIOCore
import Synchronization

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

    /// Notes how a conversation ended that had no stream to its end.
    public func conversationEnded(_ termination: CallTermination, of info: CallInfo) {
        CallMetrics.ended(info.direction, termination).increment()
        self.journal.enqueue(self.journal.event(.streamEnded(termination), in: info.id))
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
            Self.reportActive(session.info.direction, state)
        }
    }

    func ended(_ session: any LiveCall) {
        self.state.withLock { state in
            state.closing[ObjectIdentifier(session)] = nil
            if state.live[session.info.id] === session { state.live[session.info.id] = nil }
            Self.reportActive(session.info.direction, state)
        }
    }

    /// Under the lock, so that the last figure reported is the last one that was true.
    static func reportActive(_ direction: CallDirection, _ state: State) {
        CallMetrics.active(direction).record(state.live.values.count { $0.info.direction == direction })
    }
}
