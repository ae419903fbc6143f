// SPDX-License-Identifier: Apache-2.0

/// What a redeemed pass allows: one stream of one call.
public struct StreamGrant: Sendable, Hashable {
    /// The call the stream must be of.
    public let info: CallInfo
    /// Whether an earlier stream of the call had ended.
    public let isResumed: Bool
    /// What the stream is for.
    public let purpose: StreamPurpose
    /// What is known from earlier streams; `nil` if there was none, or if the store did not tell in time.
    public var memory: ConversationMemory?
    /// Said first instead of the dialogue's greeting, or of what it says to a call that is taken up again.
    public var opening: String?
    /// Its place among the streams that have not said who they are.
    var place = 0
}
