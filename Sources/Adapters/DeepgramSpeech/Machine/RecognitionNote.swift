// SPDX-License-Identifier: Apache-2.0

import Deepgram

/// What an operator may want to know of a call's recognition.
enum RecognitionNote: Hashable {
    /// A connection came about; how much audio waits for it.
    case connected(waiting: Duration)
    /// There is no connection now, and why; ``RecognitionMachine`` goes on trying.
    case disconnected(DeepgramError)
    /// Results come again after an outage.
    case recovered(after: Duration)
    /// A message made no sense and was ignored.
    case ignored(String)
    /// Audio was lost.
    case lost(Duration)
    /// Deepgram said something about itself; hostile text.
    case said(code: String?, description: String?)
}
