// SPDX-License-Identifier: Apache-2.0

import Deepgram

/// A simulated connection that is being made.
final class SimulatedDialling: ListenDialling {
    let owner: any ListenLinkOwner
    var isOver = false

    init(_ owner: any ListenLinkOwner) { self.owner = owner }

    func cancel() { self.isOver = true }

    func fail(_ error: DeepgramError) {
        guard !self.isOver else { return }
        self.isOver = true
        self.owner.linkFailed(error)
    }
}
