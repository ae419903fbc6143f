// SPDX-License-Identifier: Apache-2.0

/// The form in which the audio of a recording is fetched.
public enum MediaFormat: String, Sendable, Hashable, CaseIterable {
    /// Uncompressed.
    case wav
    /// Compressed.
    case mp3
}
