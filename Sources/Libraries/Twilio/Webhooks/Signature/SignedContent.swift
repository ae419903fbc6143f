// SPDX-License-Identifier: Apache-2.0

/// What a request carries besides its URL, as far as the signature is concerned.
///
/// Decide by method and `Content-Type`, never by what the query says.
public enum SignedContent: Sendable {
    /// Nothing: a GET.
    case none
    /// A body of type `application/x-www-form-urlencoded`.
    case form(FormParameters)
    /// Any other body, as it came.
    case body([UInt8])
    /// The upgrade to a WebSocket: signed as `wss://`.
    case webSocketUpgrade
}
