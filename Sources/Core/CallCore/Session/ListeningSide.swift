// SPDX-License-Identifier: Apache-2.0

/// One side of a call that is only listened to: whose voice it is, and the ears for it. Lives on the call's event loop.
final class ListeningSide {
    let speaker: Speaker
    /// Opened when the stream begins.
    var listener: CallListener?
    /// Its recogniser has said its last.
    private(set) var isDeaf = false
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
        self.failedAt = self.failedAt ?? self.listener?.position ?? .zero
        self.becomeDeaf()
    }

    func becomeDeaf() {
        self.isDeaf = true
        self.listener?.cancel()
    }
}
