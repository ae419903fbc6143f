// SPDX-License-Identifier: Apache-2.0

/// What a stream is for.
public enum StreamPurpose: String, Sendable, Hashable, Codable {
    /// We listen and speak: audio both ways.
    case conversation
    /// We listen and speak in words; the carrier hears and speaks for us.
    case relay
    /// We only listen, to both sides, while people talk with each other.
    case listening
}
