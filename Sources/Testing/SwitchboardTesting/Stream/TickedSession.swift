// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// A session that lives by the timer of its event loop.
protocol TickedSession: AnyObject {
    /// Does what is due.
    func tick(_ now: NIODeadline)
}
