// SPDX-License-Identifier: Apache-2.0

import CallCore

extension DialoguePrompts {
    /// Everything that we may say of ourselves.
    var all: [String] {
        [
            self.greeting, self.stillThere, self.goodbye, self.transferring, self.voicemail, self.apology, self.resumed,
            self.hold, self.unheld, self.moment,
        ] + self.sayAgain
    }
}
