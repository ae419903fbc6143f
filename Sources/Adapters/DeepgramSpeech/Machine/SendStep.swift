// SPDX-License-Identifier: Apache-2.0

import Deepgram

/// What is to be sent next on the open connection.
enum SendStep: Hashable {
    /// These bytes of the ring.
    case audio(Range<Int>)
    /// A command.
    case command(ListenCommand)
}
