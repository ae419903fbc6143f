// SPDX-License-Identifier: Apache-2.0

/// One side of a call that is only listened to: whose voice it is, and the ears for it. Lives on the call's event loop.
final class ListeningSide {
    let speaker: Speaker
    /// Opened when the stream begins.
    var listener: CallListener?
    /// Its recogniser has said its last.
    private(set) var isDeaf = false
    /// How long its recogniser is away.
    var outage = EngineOutage()
    /// Where its recogniser failed; from there on nothing of this side is heard.
    private(set) var failedAt: Duration?

    init(_ speaker: Speaker) {
        self.speaker = speaker
    }

    /// What was heard of this side without being recognised, when the stream ends at `end`.
    func unheard(until end: Duration) -> Duration {
        self.failedAt.map { max(.zero, end - $0) } ?? .zero
    }

    /// Its recogniser gave up.
    func fail() {
        let unheard = self.listener?.takeUnheard()?.offset
        self.failedAt = self.failedAt ?? unheard ?? self.listener?.position ?? .zero
        self.becomeDeaf()
    }

    /// Nobody waits for its last words any more: what its recogniser had before it still is not heard.
    func giveUp() {
        let backlog = self.listener?.backlog ?? .zero
        if backlog > .zero { self.failedAt = max(.zero, (self.listener?.position ?? .zero) - backlog) }
        self.becomeDeaf()
    }

    func becomeDeaf() {
        self.isDeaf = true
        self.listener?.cancel()
    }
}
