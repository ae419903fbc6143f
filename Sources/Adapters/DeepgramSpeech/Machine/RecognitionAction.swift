// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram

/// What a ``RecognitionMachine`` wants done.
enum RecognitionAction: Hashable {
    /// Get a connection.
    case dial
    /// The connection that is being made is not wanted any more.
    case cancelDial
    /// Give the open connection up.
    case abandon
    /// Give the open connection back.
    case giveBack
    /// Append this much silence to the ring.
    case fill(Int)
    /// Take the ring's oldest bytes out of the feed.
    case skip(Int)
    /// Let the ring go of what is before.
    case discard(before: Int)
    /// Tell the call.
    case deliver(RecognitionEvent)
    /// Tell the operator.
    case note(RecognitionNote)
}
