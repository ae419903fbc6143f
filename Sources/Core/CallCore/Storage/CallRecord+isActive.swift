// SPDX-License-Identifier: Apache-2.0

extension CallRecord {
    /// Whether the call is still going on, for ``CallQuery/isActive``.
    ///
    /// It is over when the carrier says so, or when our conversation ended and nothing was decided to come after it:
    /// not every carrier reports the end. Nor does a call go on that a ``Janitor`` found forgotten.
    public var isActive: Bool {
        if self.status.isTerminal || self.termination?.isAfterthought == true { return false }
        switch self.next {
        case .resume?, .transfer?, .voicemail?, .hold?, .gather?: return true
        case .hangUp?: return self.termination == nil && self.voicemailURL == nil
        case nil: return self.termination.map { $0.result == .moved } ?? true
        }
    }
}
