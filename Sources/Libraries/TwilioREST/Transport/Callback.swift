// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// Where Twilio reports something, and how.
public struct Callback: Sendable, Hashable, ExpressibleByStringLiteral {
    /// An absolute URL that Twilio can reach.
    public var url: String
    /// Twilio's default is POST.
    public var method: CallbackMethod?

    /// Creates a callback.
    public init(_ url: String, method: CallbackMethod? = nil) {
        self.url = url
        self.method = method
    }

    /// Creates a callback with Twilio's default method.
    public init(stringLiteral url: String) {
        self.init(url)
    }
}
