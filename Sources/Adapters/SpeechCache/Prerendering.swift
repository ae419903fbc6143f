// SPDX-License-Identifier: Apache-2.0

public import CallCore

/// How far ``CachedSynthesiser/prerender(_:on:parallel:progress:)`` has come.
public struct Prerendering: Sendable, Hashable {
    /// Texts there are.
    public var total: Int
    /// Texts that are ready now.
    public var ready: Int
    /// Why others are not; the engine is asked for them again when a call needs them.
    public var failures: [SpeechError]

    /// Whether nothing is left to do.
    public var isOver: Bool { self.ready + self.failures.count == self.total }
}
