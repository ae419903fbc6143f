// SPDX-License-Identifier: Apache-2.0

/// Why a URL is not asked.
public enum OutboundRefusal: String, Error, Sendable, Hashable, CaseIterable {
    /// It is no absolute URL, or has characters that no URL has.
    case malformed
    /// It has a user or a password, which hide where it leads.
    case userInfo = "user_info"
    /// Its scheme is not allowed.
    case scheme
    /// Its host is not allowed, or written in a way that programs read differently.
    case host
    /// Its port is not allowed.
    case port
    /// Its host was resolved to nothing.
    case unresolved
    /// It leads to an address that is not public.
    case address
}
