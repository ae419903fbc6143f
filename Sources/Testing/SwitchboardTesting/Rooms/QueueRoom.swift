// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A queue of callers who wait for somebody to talk to.
final class QueueRoom: Sendable {
    /// Somebody who waits.
    struct Member: Sendable {
        var live: LiveCall
        var since = Date.now
    }

    private struct State {
        var members: [Member] = []
        var handovers: [String: Handover] = [:]
        var diallers: [String: LiveCall] = [:]
        var maximum = 1000
    }

    let sid = SimulatedSID.random("QU")
    let name: String
    let accountSid: String
    let created = Date.now
    private let state = Mutex(State())

    init(name: String, accountSid: String) {
        self.name = name
        self.accountSid = accountSid
    }

    var members: [Member] { self.state.withLock { $0.members } }
    var maximum: Int { self.state.withLock { $0.maximum } }

    /// Comes last; `false` when the queue is full.
    func enter(_ live: LiveCall, maximum: Int?) -> Bool {
        let (isIn, diallers) = self.state.withLock { state -> (Bool, [LiveCall]) in
            if let maximum { state.maximum = maximum }
            guard state.members.count < state.maximum else { return (false, []) }
            state.members.append(Member(live: live))
            return (true, Array(state.diallers.values))
        }
        for dialler in diallers { dialler.bell.ring() }
        return isIn
    }

    /// Where somebody stands, from 1.
    func position(of sid: String) -> Int? {
        self.state.withLock { $0.members.firstIndex { $0.live.sid == sid } }.map { $0 + 1 }
    }

    func leave(_ sid: String) {
        self.state.withLock { state in
            state.members.removeAll { $0.live.sid == sid }
            state.handovers[sid] = nil
        }
    }

    /// Who takes somebody out of the queue.
    func handover(of sid: String) -> Handover? { self.state.withLock { $0.handovers[sid] } }

    /// Waits for somebody to come.
    func watch(_ live: LiveCall, _ isWatching: Bool) {
        self.state.withLock { $0.diallers[live.sid] = isWatching ? live : nil }
    }

    /// Takes the first out; `nil` when nobody waits.
    func take(for dialler: LiveCall, whisper: CallRun.DocumentRequest?) -> Handover? {
        let handover = self.state.withLock { state -> Handover? in
            guard !state.members.isEmpty else { return nil }
            let member = state.members.removeFirst().live
            let handover = Handover(member: member, dialler: dialler, whisper: whisper)
            state.handovers[member.sid] = handover
            return handover
        }
        handover?.member.bell.ring()
        return handover
    }
}
