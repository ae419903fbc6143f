// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram

extension TraceContext {
    /// The same in Deepgram's words.
    init(_ trace: PropagatedTrace) {
        self.init(traceparent: trace.traceparent, tracestate: trace.tracestate)
    }
}
