// SPDX-License-Identifier: Apache-2.0

/// How a document gets to Twilio, which decides how long it may be and what its relative URLs mean.
public enum TwiMLDelivery: Sendable, Hashable {
    /// As the answer to a webhook: up to ``TwiMLDocument/maximumBytes``; relative URLs start from the webhook's own.
    case fetched
    /// In the parameter `Twiml` of the REST API: up to ``TwiMLDocument/maximumInlineCharacters``; no relative URLs.
    case inline
}
