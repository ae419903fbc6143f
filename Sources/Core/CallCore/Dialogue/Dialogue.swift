// SPDX-License-Identifier: Apache-2.0

/// Everything that makes a conversation: what is said, by which rules, and who finds the answers.
public struct Dialogue: Sendable {
    /// The fixed sentences.
    public var prompts: DialoguePrompts
    /// The rules.
    public var policy: DialoguePolicy
    /// Finds the answers.
    public var responder: any Responder

    /// Creates a dialogue.
    public init(prompts: DialoguePrompts, policy: DialoguePolicy, responder: any Responder) {
        self.prompts = prompts
        self.policy = policy
        self.responder = responder
    }
}
