// SPDX-License-Identifier: Apache-2.0

/// One callback whose answer does not matter to the call: status, stream and recording callbacks.
public struct CallbackReport: Sendable, Hashable, Codable {
    /// The URL that was signed.
    public var url: String
    /// Parameters that were sent, first values only.
    public var parameters: [String: String]
    /// The HTTP status; `nil` when there was no answer.
    public var httpStatus: Int?
}
