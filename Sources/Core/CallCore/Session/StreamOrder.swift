// SPDX-License-Identifier: Apache-2.0

/// What may be wanted of a call while its stream is open.
public enum StreamOrder: Sendable, Hashable {
    /// Say a sentence, as soon as it is our turn; with `interrupts` at once, over whatever is being said.
    case say(String, interrupts: Bool)
    /// End the stream after a last sentence, or without one; the telephone call goes on with `next`.
    case leave(saying: String?, CallTermination, next: NextStep)
}
