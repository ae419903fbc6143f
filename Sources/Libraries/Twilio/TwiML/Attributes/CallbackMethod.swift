// SPDX-License-Identifier: Apache-2.0

/// The HTTP method with which Twilio makes a request.
public struct CallbackMethod: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// `GET`: parameters in the query.
    public static let get = Self(rawValue: "GET")
    /// `POST`: parameters in a form body.
    public static let post = Self(rawValue: "POST")
}
