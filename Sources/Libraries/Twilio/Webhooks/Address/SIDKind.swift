// SPDX-License-Identifier: Apache-2.0

/// What a ``SID`` identifies.
public protocol SIDKind: Sendable {
    /// The two letters a SID of this kind begins with.
    static var prefix: String { get }
}
