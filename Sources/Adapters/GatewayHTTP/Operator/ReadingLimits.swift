// SPDX-License-Identifier: Apache-2.0

/// Bounds of reading, exporting and erasing calls.
public struct ReadingLimits: Sendable {
    /// How long one answer of the store is waited for, in an export each of its pieces.
    public var storeWait = Duration.seconds(20)
    /// Exports at once; further ones are answered with 429.
    public var exports = 4
    /// Calls that are erased at once: until they are gone, nobody else can write to the store.
    public var erasedAtOnce = 100

    /// The defaults.
    public init() {}
}
