// SPDX-License-Identifier: Apache-2.0

/// Where the sound of a text that may be kept came from.
public enum SpeechOrigin: String, Sendable, Hashable, CaseIterable {
    /// It was in memory.
    case memory
    /// It was on disk.
    case disk
    /// Somebody else had just asked for it, and both heard the same.
    case flight
    /// An engine said it for this request.
    case engine
}
