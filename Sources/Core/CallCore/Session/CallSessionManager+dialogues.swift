// SPDX-License-Identifier: Apache-2.0

import Logging

// Which dialogue a call gets.
extension CallSessionManager {
    /// The language that callers speak: a BCP 47 tag.
    public var language: String { self.configuration.session.language }

    /// What is said in a call and by which rules: what it was ordered with, otherwise the default. A dialogue that was
    /// there when the call was ordered and is not any more is the default one.
    ///
    /// - Parameters:
    ///   - info: the call.
    ///   - opening: said first instead of what the dialogue would say.
    /// - Returns: the dialogue, with what is said first in its prompts.
    public func dialogue(for info: CallInfo, opening: String? = nil) -> Dialogue {
        var dialogue = self.dialogue
        if let name = info.plan?.dialogue {
            if let known = self.dialogues[name] {
                dialogue = known
            } else {
                self.logger.warning("dialogue of a call is unknown here", metadata: ["call.sid": "\(info.id)"])
            }
        }
        if let greeting = opening ?? info.plan?.greeting { dialogue.prompts.greeting = greeting }
        if let opening { dialogue.prompts.resumed = opening }
        return dialogue
    }
}
