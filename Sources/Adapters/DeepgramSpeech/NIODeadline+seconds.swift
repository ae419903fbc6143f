// SPDX-License-Identifier: Apache-2.0

import NIOCore

extension NIODeadline {
    /// The time since the event loop's clock began.
    var sinceStart: Duration { .nanoseconds(Int64(clamping: self.uptimeNanoseconds)) }
}
