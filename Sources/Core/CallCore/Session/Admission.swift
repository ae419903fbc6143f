// SPDX-License-Identifier: Apache-2.0

/// The answer to a call that wants a stream.
public enum Admission: Sendable, Hashable {
    /// Let it in with this pass.
    case admitted(StreamPass)
    /// All lines are busy.
    case full
    /// The server is shutting down.
    case draining
}
