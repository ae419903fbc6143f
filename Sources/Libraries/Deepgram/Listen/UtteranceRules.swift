// SPDX-License-Identifier: Apache-2.0

/// How an ``UtteranceAssembler`` decides, and its bounds.
public struct UtteranceRules: Sendable, Hashable {
    /// The channel whose results count; those of others are ignored.
    public var channel: Int
    /// An utterance that would grow longer than this is reported in parts.
    public var longestUtterance: Duration
    /// An utterance that would have more words than this is reported in parts.
    public var mostWords: Int
    /// Final pieces follow each other without a gap. One that begins more than this behind the piece before is taken to
    /// have overtaken another.
    public var largestGap: Duration
    /// How long a piece that has overtaken another waits for it.
    public var reorderWait: Duration
    /// How many pieces may wait like that; when one more comes, the first is taken as it is.
    public var mostHeldBack: Int
    /// A piece that lies further ahead than this is nonsense and is ignored: taken, it would make everything after it
    /// look as if it had come before.
    public var furthestJump: Duration

    /// Creates rules; the defaults suit a telephone call.
    public init(
        channel: Int = 0,
        longestUtterance: Duration = .seconds(15),
        mostWords: Int = 100,
        largestGap: Duration = .milliseconds(250),
        reorderWait: Duration = .milliseconds(300),
        mostHeldBack: Int = 8,
        furthestJump: Duration = .seconds(600)
    ) {
        self.channel = channel
        self.longestUtterance = longestUtterance
        self.mostWords = mostWords
        self.largestGap = largestGap
        self.reorderWait = reorderWait
        self.mostHeldBack = mostHeldBack
        self.furthestJump = furthestJump
    }
}
