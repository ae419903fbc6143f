// SPDX-License-Identifier: Apache-2.0

import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

// The call's own span.
extension CallSessionManager {
    /// Whether a stream of the call is open here, or has last words still to come.
    public func hasStream(of call: CallID) -> Bool {
        self.state.withLock { $0.hasStream(of: call) }
    }

    /// The carrier has told that a call is over, and nobody knew: writes the call's own span, when the last stream that the
    /// call has here has ended. While tracing is off nothing happens.
    ///
    /// - Parameters:
    ///   - call: what was known of the call before.
    ///   - status: the carrier's word.
    ///   - end: when it told.
    public func traceEnd(of call: CallRecord, _ status: CallStatus, at end: Date) {
        guard let tracer = self.tracer else { return }
        let isOver = self.state.withLock { state in
            guard state.hasStream(of: call.id) else { return true }
            // As many as have streams, and no longer than those: each is taken out when its last stream ends.
            state.ended[call.id] = EndedCall(call, status, at: end)
            return false
        }
        if isOver { tracer.callEnded(call, status: status, at: end) }
    }

    func trace(_ call: EndedCall?) {
        guard let call else { return }
        self.tracer?.callEnded(call.record, status: call.status, at: call.end)
    }
}

extension CallSessionManager.State {
    func hasStream(of call: CallID) -> Bool {
        self.live[call] != nil || self.closing.values.contains { $0.info.id == call }
    }

    /// A stream has ended: the call it was of, if the carrier has told its end before and no other stream is left.
    mutating func takeEnded(
        after session: any LiveCall,
        _ termination: CallTermination,
        _ next: NextStep?
    ) -> EndedCall? {
        let call = session.info.id
        guard self.ended[call] != nil else { return nil }
        self.ended[call]?.streamEnded(termination, of: session.purpose, next: next)
        return self.hasStream(of: call) ? nil : self.ended.removeValue(forKey: call)
    }
}
