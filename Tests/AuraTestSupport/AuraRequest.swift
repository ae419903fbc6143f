// SPDX-License-Identifier: Apache-2.0

public import NIOHTTP1

/// A request as the scripted server got it.
public struct AuraRequest: Sendable {
    /// Counts the server's requests from 1.
    public var number: Int
    /// Counts the server's connections from 1.
    public var connection: Int
    /// Method, target and header fields.
    public var head: HTTPRequestHead
    /// The body as text.
    public var body: String
}
