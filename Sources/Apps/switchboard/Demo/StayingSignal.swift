// SPDX-License-Identifier: Apache-2.0

import UnixSignals

/// Waits until somebody wants the process to end.
enum StayingSignal {
    static func wait() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { return }
    }
}
