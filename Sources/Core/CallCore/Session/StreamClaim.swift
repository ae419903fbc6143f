// SPDX-License-Identifier: Apache-2.0

/// What comes of a pass that was shown.
public enum StreamClaim: Sendable, Hashable {
    /// It was issued here; all is known.
    case granted(StreamGrant)
    /// Another server issued it: what is known of the call must be read from the store, then
    /// ``CallSessionManager/grant(_:info:memory:)`` makes a grant of it. Its place is kept meanwhile.
    case foreign(place: StreamPlace)
}
