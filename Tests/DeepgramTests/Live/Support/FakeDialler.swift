// SPDX-License-Identifier: Apache-2.0

import NIOCore

@testable import Deepgram

/// A dialler whose dials succeed and fail when a test says so. Used on one thread.
final class FakeDialler: ListenDialler, @unchecked Sendable {
    // Unchecked: embedded event loops and all that lives on them are used by the test's own thread only.
    private(set) var dials: [FakeDial] = []

    /// Those of which nothing has come yet.
    var pending: [FakeDial] { self.dials.filter { $0.isPending } }
    /// Those that have not ended.
    var open: [FakeDial] { self.dials.filter { $0.isOpen } }

    func dial(
        _ parameters: ListenParameters,
        in trace: TraceContext?,
        on eventLoop: any EventLoop,
        for owner: any ListenLinkOwner
    ) -> any ListenDialling {
        let dial = FakeDial(parameters, in: trace, owner: owner, at: eventLoop.now)
        self.dials.append(dial)
        return dial
    }
}
