// SPDX-License-Identifier: Apache-2.0

import CallCore

extension CallEvent {
    /// What was said, if it is a line.
    var spokenText: String? {
        guard case .spoken(let line) = self.kind else { return nil }
        return line.text
    }
}
