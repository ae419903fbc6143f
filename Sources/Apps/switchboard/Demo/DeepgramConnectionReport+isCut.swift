// SPDX-License-Identifier: Apache-2.0

import SwitchboardTesting

extension DeepgramConnectionReport {
    /// It ended before we wanted it to.
    var isCut: Bool { self.endedAt != nil && !self.isComplete && self.commands["CloseStream"] == nil }
}
