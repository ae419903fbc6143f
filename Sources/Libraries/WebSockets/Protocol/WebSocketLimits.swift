// SPDX-License-Identifier: Apache-2.0

/// What a peer may send before it is closed with 1009. Nothing is ever allocated because a frame *announced* a size.
public struct WebSocketLimits: Sendable, Hashable {
    /// The longest message in bytes, all its fragments together.
    public var maxMessageSize: Int
    /// The longest payload of one frame in bytes.
    public var maxFrameSize: Int
    /// The number of frames one message may be cut into.
    public var maxFragments: Int

    /// Limits for small messages: 64 KiB a message, 64 KiB a frame, 64 fragments.
    public init(maxMessageSize: Int = 64 << 10, maxFrameSize: Int = 64 << 10, maxFragments: Int = 64) {
        self.maxMessageSize = maxMessageSize
        self.maxFrameSize = maxFrameSize
        self.maxFragments = maxFragments
    }
}
