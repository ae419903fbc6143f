// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Somebody who waited in a queue and somebody who takes him out of it, until one of them leaves.
final class Handover: Sendable {
    private struct State {
        var isReady = false
        var isOver = false
    }

    let member: LiveCall
    let dialler: LiveCall
    /// What the one who waited hears before the two are connected.
    let whisper: CallRun.DocumentRequest?
    let mixer = Mixer()
    private let state = Mutex(State())

    init(member: LiveCall, dialler: LiveCall, whisper: CallRun.DocumentRequest?) {
        self.member = member
        self.dialler = dialler
        self.whisper = whisper
    }

    /// Whether the whisper is over.
    var isReady: Bool { self.state.withLock { $0.isReady } }
    var isOver: Bool { self.state.withLock { $0.isOver } }

    func ready() { self.set { $0.isReady = true } }
    func end() { self.set { $0.isOver = true } }

    private func set(_ change: (inout State) -> Void) {
        self.state.withLock { change(&$0) }
        self.member.bell.ring()
        self.dialler.bell.ring()
    }
}
