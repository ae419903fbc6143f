// SPDX-License-Identifier: Apache-2.0

/// One TwiML document that was asked for.
public struct DocumentReport: Sendable, Hashable, Codable {
    /// The URL that was signed.
    public var url: String
    /// How it was asked for.
    public var method: WebhookMethod
    /// Parameters that were sent, first values only.
    public var parameters: [String: String]
    /// The HTTP status of the last answer; `nil` when there was none.
    public var httpStatus: Int?
    /// What came back, as text.
    public var twiML = ""
    /// When it was asked for.
    public var at = 0.0
    /// How long the answer took, in real time.
    public var seconds = 0.0
    /// Twilio's error when the document was of no use.
    public var errorCode: Int?
}
